namespace CareExchange.Identity.Token;

/// <summary>A token just signed. <paramref name="Id"/> (its <c>jti</c>) may be recorded; <paramref name="Text"/> only answered.</summary>
internal sealed record IssuedToken(string Id, string Text, TimeSpan Lifetime);
