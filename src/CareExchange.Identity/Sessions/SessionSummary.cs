namespace CareExchange.Identity.Sessions;

/// <summary>An open session, for the list that its owner or an operator sees.</summary>
/// <param name="Id">Session id (<c>sid</c>); revokes the session, does not open it.</param>
/// <param name="StartedAt">When it was opened.</param>
/// <param name="ExpiresAt">When it ends unless used.</param>
/// <param name="EndsAt">When it ends in any case.</param>
public sealed record SessionSummary(string Id, DateTimeOffset StartedAt, DateTimeOffset ExpiresAt, DateTimeOffset EndsAt);
