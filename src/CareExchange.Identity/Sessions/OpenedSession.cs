using System.Security.Claims;

namespace CareExchange.Identity.Sessions;

/// <summary>A session just opened: the key goes into the cookie and is kept nowhere else.</summary>
internal sealed record OpenedSession(string Key, ClaimsPrincipal Principal, DateTimeOffset EndsAt);
