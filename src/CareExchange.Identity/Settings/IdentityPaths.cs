namespace CareExchange.Identity.Settings;

/// <summary>Paths below the issuer.</summary>
public static class IdentityPaths
{
    /// <summary>Authorization endpoint; the page behind it belongs to the host.</summary>
    public const string Authorize = "/connect/authorize";

    /// <summary>Token endpoint.</summary>
    public const string Token = "/connect/token";

    /// <summary>RFC 7662 introspection endpoint.</summary>
    public const string Introspect = "/connect/introspect";

    /// <summary>RFC 7009 revocation endpoint.</summary>
    public const string Revoke = "/connect/revoke";

    /// <summary>Public signing keys.</summary>
    public const string Jwks = "/.well-known/jwks.json";

    /// <summary>SMART App Launch discovery, below the FHIR base and the root.</summary>
    public const string SmartConfiguration = "/.well-known/smart-configuration";

    /// <summary>OpenID Provider metadata.</summary>
    public const string OpenIdConfiguration = "/.well-known/openid-configuration";

    /// <summary>RFC 8414 authorization server metadata.</summary>
    public const string AuthorizationServer = "/.well-known/oauth-authorization-server";
}
