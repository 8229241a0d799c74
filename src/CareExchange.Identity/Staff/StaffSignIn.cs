using System.Security.Claims;
using CareExchange.Identity.Claims;
using CareExchange.Identity.Events;
using CareExchange.Identity.Factors;
using CareExchange.Identity.Sessions;
using CareExchange.Identity.Settings;
using CareExchange.Storage.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace CareExchange.Identity.Staff;

/// <summary>Signs staff in and out; the pages around it belong to Server.</summary>
/// <remarks>No session exists before everything the account needs was shown: between the steps stands only a sealed ticket in the form.</remarks>
public sealed class StaffSignIn
{
    // RFC 8176: how the person proved who they are.
    private const string ByPassword = "pwd";
    private const string ByPasswordAndCode = "pwd otp mfa";

    private readonly StaffCredentials _credentials;
    private readonly SecondFactors _factors;
    private readonly SignInTickets _tickets;
    private readonly StaffSessions _sessions;
    private readonly IdentityOptions _options;
    private readonly TimeProvider _clock;
    private readonly IdentityEventSink _record;

    internal StaffSignIn(
        StaffCredentials credentials, SecondFactors factors, SignInTickets tickets, StaffSessions sessions, IdentityOptions options, TimeProvider clock, IdentityEventSink record) =>
        (_credentials, _factors, _tickets, _sessions, _options, _clock, _record) = (credentials, factors, tickets, sessions, options, clock, record);

    /// <summary>Checks the password, and opens a session where that is all the account needs; otherwise the result says what comes next.</summary>
    public async Task<SignInResult> SignInAsync(HttpContext http, string? name, string? password, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(http);
        var verdict = await _credentials.JudgeAsync(name, password, cancellationToken);
        if (verdict is not { Account: { } account, Grant: { } grant, Status: SignInStatus.Succeeded }) return await RefuseAsync(verdict, http, cancellationToken);
        if (await _factors.SinceAsync(account.Id, cancellationToken) is { } since)
        {
            return new SignInResult(SignInStatus.CodeNeeded) { Ticket = _tickets.Issue(TicketOf(account, since, null)) };
        }

        if (MustHaveFactor(grant.Role)) return BeginSetup(account, null);
        return await OpenAsync(http, verdict, ByPassword, cancellationToken);
    }

    /// <summary>The second step: the code of the device, or of one just being set up. A session the browser already had ends.</summary>
    /// <param name="http">The request.</param>
    /// <param name="ticket">What the step before gave.</param>
    /// <param name="code">Six digits, or a recovery code.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<SignInResult> ContinueAsync(HttpContext http, string? ticket, string? code, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (_tickets.Read(ticket) is not { } known || await _factors.SinceAsync(known.AccountId, cancellationToken) != known.FactorSince)
        {
            return await RefuseAsync(new CredentialVerdict(SignInStatus.Expired, "ticket-invalid"), http, cancellationToken);
        }

        IReadOnlyList<string> recovery = [];
        var verdict = await _credentials.ContinueAsync(
            known,
            async account =>
            {
                if (known.Secret is null) return (await _factors.JudgeAsync(account.Id, code, cancellationToken)).Refusal;
                recovery = await _factors.ConfirmAsync(account.Id, known.Secret, code, cancellationToken) ?? [];
                return recovery.Count > 0 ? null : "code-wrong";
            },
            cancellationToken);
        if (verdict is not { Account: { } account, Status: SignInStatus.Succeeded })
        {
            var refused = await RefuseAsync(verdict, http, cancellationToken);
            return refused.Status is SignInStatus.Expired ? refused : refused with { Ticket = ticket, Setup = SetupOf(verdict.Account, known.Secret) };
        }

        if (known.Secret is not null) await _record(EventOf(IdentityEventKind.SecondFactorChanged, verdict, http), cancellationToken);
        return (await OpenAsync(http, verdict, ByPasswordAndCode, cancellationToken)) with { RecoveryCodes = recovery };
    }

    /// <summary>Whether the person signed in has a device.</summary>
    public async Task<bool> HasFactorAsync(ClaimsPrincipal person, CancellationToken cancellationToken) =>
        person.FindFirstValue(IdentityClaims.Subject) is { } id && await _factors.SinceAsync(id, cancellationToken) is not null;

    /// <summary>Begins to set up a device, or another one, for the person signed in: password, and the present device's code where there is one, are asked again.</summary>
    public async Task<SignInResult> BeginSetupAsync(HttpContext http, string? password, string? code, CancellationToken cancellationToken)
    {
        var verdict = await ProveAgainAsync(http, password, code, cancellationToken);
        return verdict is { Account: { } account, Status: SignInStatus.Succeeded }
            ? BeginSetup(account, await _factors.SinceAsync(account.Id, cancellationToken))
            : await RefuseAsync(verdict, http, cancellationToken);
    }

    /// <summary>Takes the device away again, where the role does not need one. Status <see cref="SignInStatus.Succeeded"/> when there is none any more.</summary>
    public async Task<SignInResult> RemoveFactorAsync(HttpContext http, string? password, string? code, CancellationToken cancellationToken)
    {
        var verdict = await ProveAgainAsync(http, password, code, cancellationToken);
        if (verdict is not { Account: { } account, Grant: { } grant, Status: SignInStatus.Succeeded }) return await RefuseAsync(verdict, http, cancellationToken);
        if (MustHaveFactor(grant.Role)) return await RefuseAsync(verdict with { Status = SignInStatus.Refused, Reason = "factor-required" }, http, cancellationToken);
        await _factors.RemoveAsync(account.Id, cancellationToken);
        await _record(EventOf(IdentityEventKind.SecondFactorChanged, verdict, http), cancellationToken);
        return new SignInResult(SignInStatus.Succeeded);
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
                    OrganizationDisplay = principal.FindFirstValue(IdentityClaims.Organization),
                    SubjectId = principal.FindFirstValue(IdentityClaims.Session),
                    NetworkAddress = http.Connection.RemoteIpAddress?.ToString(),
                },
                cancellationToken);
        }

        await http.SignOutAsync(IdentitySchemes.Session);
    }

    // A page left open must not be enough to change what protects the account.
    private async Task<CredentialVerdict> ProveAgainAsync(HttpContext http, string? password, string? code, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (http.User.FindFirstValue(IdentityClaims.Subject) is not { } id || await _credentials.NameOfAsync(id, cancellationToken) is not { } name)
        {
            return new CredentialVerdict(SignInStatus.Expired, "session-missing");
        }

        var verdict = await _credentials.JudgeAsync(name, password, cancellationToken);
        return verdict is { Account: { } account, Status: SignInStatus.Succeeded } && await _factors.SinceAsync(account.Id, cancellationToken) is { } since
            ? await _credentials.ContinueAsync(TicketOf(account, since, null), async known => (await _factors.JudgeAsync(known.Id, code, cancellationToken)).Refusal, cancellationToken)
            : verdict;
    }

    private SignInResult BeginSetup(StaffAccount account, long? since)
    {
        var secret = SecondFactors.NewSecret();
        return new SignInResult(SignInStatus.SetupNeeded) { Ticket = _tickets.Issue(TicketOf(account, since, secret)), Setup = SetupOf(account, secret) };
    }

    private FactorSetup? SetupOf(StaffAccount? account, byte[]? secret) => account is null || secret is null ? null : _factors.Describe(account.Name, secret);

    private bool MustHaveFactor(string role) => _options.SecondFactorRoles.Contains(role) || _options.SecondFactorRoles.Contains("*");

    private async Task<SignInResult> OpenAsync(HttpContext http, CredentialVerdict verdict, string methods, CancellationToken cancellationToken)
    {
        // A new key at every sign-in: whatever key an attacker may have planted before is worth nothing afterwards.
        await EndPresentSessionAsync(http, cancellationToken);
        var opened = await _sessions.OpenAsync(verdict.Account!, verdict.Grant!, methods, cancellationToken);
        await _record(
            EventOf(IdentityEventKind.SignInSucceeded, verdict, http) with { SubjectId = opened.Principal.FindFirstValue(IdentityClaims.Session) },
            cancellationToken);
        await SessionCookie.WriteAsync(http, opened);
        return new SignInResult(SignInStatus.Succeeded, opened.Principal);
    }

    private async Task<SignInResult> RefuseAsync(CredentialVerdict verdict, HttpContext http, CancellationToken cancellationToken)
    {
        await _record(EventOf(IdentityEventKind.SignInFailed, verdict, http), cancellationToken);
        return new SignInResult(verdict.Status, RetryAfter: verdict.RetryAfter);
    }

    private async Task<ClaimsPrincipal?> EndPresentSessionAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var present = await http.AuthenticateAsync(IdentitySchemes.Session);
        if (present.Principal?.FindFirstValue(IdentityClaims.Session) is not { } session) return null;
        await _sessions.EndAsync(session, cancellationToken);
        return present.Principal;
    }

    private static SignInTickets.Ticket TicketOf(StaffAccount account, long? since, byte[]? secret) => new(account.Id, account.PasswordChangedAt.ToUnixTimeMilliseconds(), since, secret);

    private IdentityEvent EventOf(IdentityEventKind kind, CredentialVerdict verdict, HttpContext http) => new(kind, _clock.GetUtcNow())
    {
        ActorId = verdict.Account?.Id,
        ActorDisplay = verdict.Account?.Display,
        Role = verdict.Grant?.Role,
        OrganizationId = verdict.Grant?.OrganizationId,
        OrganizationDisplay = verdict.Grant?.OrganizationDisplay,
        Reason = verdict.Reason,
        NetworkAddress = http.Connection.RemoteIpAddress?.ToString(),
    };
}
