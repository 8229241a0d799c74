namespace CareExchange.Identity.Authorize;

/// <summary>What an authorization request came to: exactly one of the three.</summary>
/// <param name="Request">In order: ask the person.</param>
/// <param name="Redirect">Wrong, and the app is told so at its own address.</param>
/// <param name="Refusal">Wrong in a way that no address of it can be trusted: stable reason to show the person.</param>
public sealed record AuthorizeVerdict(AppRequest? Request, string? Redirect, string? Refusal);
