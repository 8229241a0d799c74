using System.Security.Claims;
using CareExchange.Identity.Claims;
using CareExchange.Identity.Events;
using CareExchange.Identity.Sessions;
using CareExchange.Identity.Settings;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace CareExchange.Identity.Staff;

/// <summary>Signs staff in and out; the page around it belongs to Server.</summary>
public sealed class StaffSignIn
{
    private readonly StaffCredentials _credentials;
    private readonly StaffSessions _sessions;
    private readonly TimeProvider _clock;
    private readonly IdentityEventSink _record;

    internal StaffSignIn(StaffCredentials credentials, StaffSessions sessions, TimeProvider clock, IdentityEventSink record) =>
        (_credentials, _sessions, _clock, _record) = (credentials, sessions, clock, record);

    /// <summary>Checks the password, opens a session, records it, then sets the cookie. A session the browser already had ends.</summary>
    public async Task<SignInResult> SignInAsync(HttpContext http, string? name, string? password, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(http);
        var verdict = await _credentials.JudgeAsync(name, password, cancellationToken);
        if (verdict is not { Account: { } account, Grant: { } grant, Status: SignInStatus.Succeeded })
        {
            await _record(EventOf(IdentityEventKind.SignInFailed, verdict, http), cancellationToken);
            return new SignInResult(verdict.Status, RetryAfter: verdict.RetryAfter);
        }

        // A new key at every sign-in: whatever key an attacker may have planted before is worth nothing afterwards.
        await EndPresentSessionAsync(http, cancellationToken);
        var opened = await _sessions.OpenAsync(account, grant, "pwd", cancellationToken);
        await _record(
            EventOf(IdentityEventKind.SignInSucceeded, verdict, http) with { SubjectId = opened.Principal.FindFirstValue(IdentityClaims.Session) },
            cancellationToken);
        await SessionCookie.WriteAsync(http, opened);
        return new SignInResult(SignInStatus.Succeeded, opened.Principal);
    }

    /// <summary>Revokes the session and removes the cookie; harmless when nobody is signed in.</summary>
    public async Task SignOutAsync(HttpContext http, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (await EndPresentSessionAsync(http, cancellationToken) is { } principal)
        {
            await _record(
                new IdentityEvent(IdentityEventKind.SignedOut, _clock.GetUtcNow())
                {
                    ActorId = principal.FindFirstValue(IdentityClaims.Subject),
                    ActorDisplay = principal.FindFirstValue(IdentityClaims.Name),
                    Role = principal.FindFirstValue(IdentityClaims.Role),
                    OrganizationId = principal.FindFirstValue(IdentityClaims.OrganizationId),
                    SubjectId = principal.FindFirstValue(IdentityClaims.Session),
                    NetworkAddress = http.Connection.RemoteIpAddress?.ToString(),
                },
                cancellationToken);
        }

        await http.SignOutAsync(IdentitySchemes.Session);
    }

    private async Task<ClaimsPrincipal?> EndPresentSessionAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var present = await http.AuthenticateAsync(IdentitySchemes.Session);
        if (present.Principal?.FindFirstValue(IdentityClaims.Session) is not { } session) return null;
        await _sessions.EndAsync(session, cancellationToken);
        return present.Principal;
    }

    private IdentityEvent EventOf(IdentityEventKind kind, CredentialVerdict verdict, HttpContext http) => new(kind, _clock.GetUtcNow())
    {
        ActorId = verdict.Account?.Id,
        ActorDisplay = verdict.Account?.Display,
        Role = verdict.Grant?.Role,
        OrganizationId = verdict.Grant?.OrganizationId,
        Reason = verdict.Reason,
        NetworkAddress = http.Connection.RemoteIpAddress?.ToString(),
    };
}
