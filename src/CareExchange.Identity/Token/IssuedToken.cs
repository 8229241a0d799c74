namespace CareExchange.Identity.Token;

/// <summary>What a token request came to. <paramref name="Id"/> (the access token's <c>jti</c>) may be recorded; the texts only answered.</summary>
/// <param name="Id">Id of the access token.</param>
/// <param name="Text">The access token.</param>
/// <param name="Lifetime">How long it is good.</param>
/// <param name="Scope">What was granted.</param>
internal sealed record IssuedToken(string Id, string Text, TimeSpan Lifetime, string Scope)
{
    /// <summary>Refresh token; null for none.</summary>
    public string? RefreshText { get; init; }

    /// <summary>OpenID Connect id token; null where it was not asked for.</summary>
    public string? IdText { get; init; }

    /// <summary>Id of the Patient in context; null for none.</summary>
    public string? PatientId { get; init; }
}
