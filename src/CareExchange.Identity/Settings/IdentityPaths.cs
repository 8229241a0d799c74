namespace CareExchange.Identity.Settings;

/// <summary>Paths below the issuer.</summary>
public static class IdentityPaths
{
    /// <summary>Token endpoint.</summary>
    public const string Token = "/connect/token";

    /// <summary>Public signing keys.</summary>
    public const string Jwks = "/.well-known/jwks.json";

    /// <summary>SMART App Launch discovery, below the FHIR base and the root.</summary>
    public const string SmartConfiguration = "/.well-known/smart-configuration";

    /// <summary>OpenID Provider metadata.</summary>
    public const string OpenIdConfiguration = "/.well-known/openid-configuration";

    /// <summary>RFC 8414 authorization server metadata.</summary>
    public const string AuthorizationServer = "/.well-known/oauth-authorization-server";
}
