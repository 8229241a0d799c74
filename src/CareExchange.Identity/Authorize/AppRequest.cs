using CareExchange.Identity.Scopes;

namespace CareExchange.Identity.Authorize;

/// <summary>An app's request that was found in order and waits for a person's yes.</summary>
/// <param name="ClientId">The app.</param>
/// <param name="ClientDisplay">Its name.</param>
/// <param name="OrganizationDisplay">Whose app it is.</param>
/// <param name="RedirectUri">Where the answer goes.</param>
/// <param name="State">The app's own value, answered as it came.</param>
/// <param name="Scopes">What is to be granted: what was asked for and is registered.</param>
/// <param name="Challenge">PKCE challenge.</param>
/// <param name="Nonce">The app's value for its id token.</param>
public sealed record AppRequest(
    string ClientId, string ClientDisplay, string OrganizationDisplay, string RedirectUri, string State, AppScopes Scopes, string Challenge, string? Nonce)
{
    /// <summary>The Patient on the page it was opened from; null when it was not.</summary>
    public string? PatientId { get; init; }

    /// <summary>The session it was opened in; null when opened on its own.</summary>
    public string? LaunchSession { get; init; }

    /// <summary>Whether the person has to be chosen before it can be allowed.</summary>
    public bool NeedsPatient => PatientId is null && (Scopes.HasPatientScopes || Scopes.Has("launch/patient"));

    /// <summary>Whether the app asks to go on when the person has left.</summary>
    public bool IsOffline => Scopes.Has("offline_access");
}
