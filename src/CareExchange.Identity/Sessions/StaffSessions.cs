using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using CareExchange.Identity.Caching;
using CareExchange.Identity.Events;
using CareExchange.Identity.Settings;
using CareExchange.Storage.Accounts;

namespace CareExchange.Identity.Sessions;

/// <summary>Opens, checks and revokes staff sessions.</summary>
/// <remarks>A check costs a dictionary lookup most of the time and two indexed reads every <see cref="IdentityOptions.RevocationLag"/>.</remarks>
public sealed class StaffSessions
{
    private readonly StaffSessionStore _sessions;
    private readonly StaffAccountStore _accounts;
    private readonly IdentityOptions _options;
    private readonly TimeProvider _clock;
    private readonly IdentityEventSink _record;
    private readonly BriefCache<CheckedSession> _checked;

    /// <summary>Made once by <c>AddIdentity</c>.</summary>
    public StaffSessions(
        StaffSessionStore sessions, StaffAccountStore accounts, IdentityOptions options, TimeProvider clock, IdentityEventSink record)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_sessions, _accounts, _options, _clock, _record) = (sessions, accounts, options, clock, record);
        _checked = new BriefCache<CheckedSession>(options.RevocationLag, clock);
    }

    /// <summary>Sessions of the account that could be used now, newest first.</summary>
    public async Task<IReadOnlyList<SessionSummary>> ListAsync(string accountId, CancellationToken cancellationToken) =>
        [.. (await _sessions.ListOpenAsync(accountId, _clock.GetUtcNow(), cancellationToken))
            .Select(session => new SessionSummary(session.Id, session.StartedAt, session.ExpiresAt, session.EndsAt))];

    /// <summary>Ends one session at once on this node, within the revocation lag elsewhere; false when it was not open.</summary>
    public async Task<bool> RevokeAsync(string sessionId, string by, CancellationToken cancellationToken)
    {
        if (!await EndAsync(sessionId, cancellationToken)) return false;
        var session = await _sessions.FindAsync(sessionId, cancellationToken);
        var account = session is null ? null : await _accounts.FindAsync(session.AccountId, cancellationToken);
        await _record(AccountEvents.Of(IdentityEventKind.SessionsRevoked, account, _clock.GetUtcNow(), by, session?.GrantId) with { SubjectId = sessionId }, cancellationToken);
        return true;
    }

    /// <summary>Ends every session of an account; returns how many were open.</summary>
    public async Task<int> RevokeAllAsync(string accountId, string by, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        var revoked = await _sessions.RevokeAllAsync(accountId, now, cancellationToken);
        foreach (var id in revoked) _checked.Evict(id);
        if (revoked.Count > 0)
        {
            await _record(AccountEvents.Of(IdentityEventKind.SessionsRevoked, await _accounts.FindAsync(accountId, cancellationToken), now, by), cancellationToken);
        }

        return revoked.Count;
    }

    internal async Task<OpenedSession> OpenAsync(
        StaffAccount account, StaffGrant grant, string methods, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var session = new StaffSession
        {
            Id = IdOf(key),
            AccountId = account.Id,
            GrantId = grant.Id,
            Methods = methods,
            StartedAt = now,
            ExpiresAt = now + _options.SessionIdleLimit,
            EndsAt = now + _options.SessionLimit,
        };
        await _sessions.AddAsync(session, cancellationToken);
        return new OpenedSession(key, StaffPrincipal.Create(account, grant, session), session.EndsAt);
    }

    /// <summary>The principal behind a cookie's key, or null when the session, its account or its grant no longer stands.</summary>
    internal async Task<ClaimsPrincipal?> FindAsync(string key, CancellationToken cancellationToken)
    {
        var id = IdOf(key);
        var known = await _checked.FindAsync(id, token => CheckAsync(id, token), cancellationToken);
        if (known is null || _clock.GetUtcNow() < known.ExpiresAt) return known?.Principal;

        // It stood when it was looked at; perhaps it was made longer since.
        _checked.Evict(id);
        return (await _checked.FindAsync(id, token => CheckAsync(id, token), cancellationToken))?.Principal;
    }

    private async Task<CheckedSession?> CheckAsync(string id, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        if (await _sessions.FindAsync(id, cancellationToken) is not { RevokedAt: null } session
            || now >= session.ExpiresAt || now >= session.EndsAt
            || await _accounts.FindAsync(session.AccountId, cancellationToken) is not { Enabled: true } account
            || account.Grants.FirstOrDefault(grant => grant.Id == session.GrantId) is not { } held || !held.HoldsAt(now))
        {
            return null;
        }

        var expiresAt = await ExtendAsync(session, now, cancellationToken);
        return new CheckedSession(StaffPrincipal.Create(account, held, session), expiresAt);
    }

    internal async Task<bool> EndAsync(string sessionId, CancellationToken cancellationToken)
    {
        var ended = await _sessions.RevokeAsync(sessionId, _clock.GetUtcNow(), cancellationToken);
        _checked.Evict(sessionId);
        return ended;
    }

    private async Task<DateTimeOffset> ExtendAsync(StaffSession session, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var expiresAt = now + _options.SessionIdleLimit;
        if (expiresAt > session.EndsAt) expiresAt = session.EndsAt;
        // A tenth of the limit is precise enough for a person and saves a write on most requests.
        if (expiresAt - session.ExpiresAt < _options.SessionIdleLimit / 10) return session.ExpiresAt;
        await _sessions.ExtendAsync(session.Id, expiresAt, cancellationToken);
        return expiresAt;
    }

    private static string IdOf(string key) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private sealed record CheckedSession(ClaimsPrincipal Principal, DateTimeOffset ExpiresAt);
}
