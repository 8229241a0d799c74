namespace CareExchange.Server.Hosting;

/// <summary>A partner's machine client (SMART backend services) or app (SMART App Launch) to be registered.</summary>
/// <param name="Id">Client id.</param>
/// <param name="Display">Its name for people.</param>
/// <param name="OrganizationId">Id of the organisation it acts for.</param>
/// <param name="OrganizationDisplay">The organisation's name.</param>
/// <param name="Jwks">Its public keys as a JSON Web Key Set; null or empty for an app that cannot keep a key.</param>
/// <param name="Scopes">What it may do, such as <c>system/messages.c</c>.</param>
public sealed record ClientOptions(string Id, string Display, string OrganizationId, string OrganizationDisplay, string? Jwks, string Scopes)
{
    /// <summary>Where an app's users are sent back to; none for a machine.</summary>
    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    /// <summary>Certificates it connects with (PEM, or SHA-256 thumbprints in base64url): its tokens then work over them alone.</summary>
    public IReadOnlyList<string> Certificates { get; init; } = [];
}
