namespace CareExchange.Identity.Settings;

/// <summary>An authorization server elsewhere whose access tokens are accepted: a configuration entry, no code.</summary>
public sealed record OutsideIssuer
{
    /// <summary>Short name used in the scheme and in events: lower-case letters, digits and dashes.</summary>
    public required string Name { get; init; }

    /// <summary>Issuer address; its keys are found through <c>/.well-known/openid-configuration</c> below it.</summary>
    public required string Authority { get; init; }

    /// <summary>The audience its tokens must name.</summary>
    public required string Audience { get; init; }

    /// <summary>The most its tokens may do here, SMART scopes: an outside server cannot widen its own reach.</summary>
    public required string AllowedScopes { get; init; }

    /// <summary>Claim that holds the organisation's FHIR id.</summary>
    public string OrganizationClaim { get; init; } = "organization_id";

    /// <summary>Organisation of every token of this issuer; overrides the claim when set.</summary>
    public string? FixedOrganization { get; init; }

    /// <summary>Name for people of the organisation, when <see cref="FixedOrganization"/> is set.</summary>
    public string? FixedOrganizationDisplay { get; init; }

    /// <summary>Signature algorithms accepted; symmetric ones and <c>none</c> cannot be listed.</summary>
    public IReadOnlyList<string> Algorithms { get; init; } = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];
}
