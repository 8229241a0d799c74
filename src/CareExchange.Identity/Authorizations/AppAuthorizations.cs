using CareExchange.Identity.Caching;
using CareExchange.Identity.Events;
using CareExchange.Identity.Settings;
using CareExchange.Storage.Accounts;

namespace CareExchange.Identity.Authorizations;

/// <summary>What staff let apps do: opened by a code, lengthened by refresh tokens, ended by a revocation, by the staff grant's end or by the session's.</summary>
public sealed class AppAuthorizations
{
    private readonly AppAuthorizationStore _store;
    private readonly StaffAccountStore _accounts;
    private readonly StaffSessionStore _sessions;
    private readonly TimeProvider _clock;
    private readonly IdentityEventSink _record;
    private readonly BriefCache<StandingAuthorization> _standing;

    /// <summary>Made once by <c>AddIdentity</c>.</summary>
    public AppAuthorizations(
        AppAuthorizationStore store, StaffAccountStore accounts, StaffSessionStore sessions, IdentityOptions options, TimeProvider clock, IdentityEventSink record)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_store, _accounts, _sessions, _clock, _record) = (store, accounts, sessions, clock, record);
        _standing = new(options.RevocationLag, clock);
    }

    /// <summary>Ends an authorization at once on this node, within the revocation lag elsewhere; false when it did not stand.</summary>
    /// <param name="id">The authorization.</param>
    /// <param name="by">Who ends it.</param>
    /// <param name="reason">Stable reason where something was wrong, such as <c>code-replayed</c>; null for a wish.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<bool> RevokeAsync(string id, string by, string? reason, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        var revoked = await _store.RevokeAsync(id, now, cancellationToken);
        _standing.Evict(id);
        if (!revoked) return false;
        var ended = await _store.FindAsync(id, cancellationToken);
        var account = ended is null ? null : await _accounts.FindAsync(ended.AccountId, cancellationToken);
        await _record(AccountEvents.Of(IdentityEventKind.TokenRevoked, account, now, by, ended?.GrantId) with { SubjectId = id, Reason = reason }, cancellationToken);
        return true;
    }

    /// <summary>Keeps a new authorization; answers its code.</summary>
    internal async Task<string> OpenAsync(AppAuthorization authorization, string redirectUri, string challenge, DateTimeOffset codeExpires, CancellationToken cancellationToken)
    {
        var code = OneTimeValue.Create();
        await _store.AddAsync(
            authorization,
            new AppSecret { Hash = code.Hash, AuthorizationId = authorization.Id, RedirectUri = redirectUri, Challenge = challenge, ExpiresAt = codeExpires },
            cancellationToken);
        return code.Text;
    }

    /// <summary>The stored one-time value an app sent, used and expired ones included, or null.</summary>
    internal async Task<AppSecret?> FindSecretAsync(string? text, CancellationToken cancellationToken) =>
        OneTimeValue.TryHash(text) is { } hash ? await _store.FindSecretAsync(hash, cancellationToken) : null;

    /// <summary>Uses a value up. A value that was used before means that two have it, so nobody goes on: the authorization ends (RFC 9700 §4.14).</summary>
    /// <param name="secret">A code or refresh token.</param>
    /// <param name="until">When the refresh token that takes its place expires; null for none.</param>
    /// <param name="by">The client that sent it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Whether it worked, and the next refresh token.</returns>
    internal async Task<(bool Used, string? Next)> UseAsync(AppSecret secret, DateTimeOffset? until, string by, CancellationToken cancellationToken)
    {
        var next = until is null ? null : OneTimeValue.Create();
        var row = next is null ? null : new AppSecret { Hash = next.Hash, AuthorizationId = secret.AuthorizationId, ExpiresAt = until!.Value };
        if (secret.UsedAt is null && await _store.TryUseAsync(secret.Hash, _clock.GetUtcNow(), row, cancellationToken)) return (true, next?.Text);
        await RevokeAsync(secret.AuthorizationId, by, secret.Challenge is null ? "refresh-token-replayed" : "code-replayed", cancellationToken);
        return (false, null);
    }

    /// <summary>The authorization as it held at most <see cref="IdentityOptions.RevocationLag"/> ago; null when it or what it rests on has ended.</summary>
    internal ValueTask<StandingAuthorization?> FindStandingAsync(string id, CancellationToken cancellationToken) => _standing.FindAsync(id, token => ReadStandingAsync(id, token), cancellationToken);

    private async Task<StandingAuthorization?> ReadStandingAsync(string id, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        if (await _store.FindAsync(id, cancellationToken) is not { RevokedAt: null } authorization || now >= authorization.EndsAt) return null;
        if (await _accounts.FindAsync(authorization.AccountId, cancellationToken) is not { Enabled: true } account
            || account.Grants.FirstOrDefault(grant => grant.Id == authorization.GrantId) is not { } held || !held.HoldsAt(now))
        {
            return null;
        }

        if (authorization.SessionId is { } bound
            && (await _sessions.FindAsync(bound, cancellationToken) is not { RevokedAt: null } session || now >= session.EndsAt))
        {
            return null;
        }

        return new StandingAuthorization(authorization, account, held);
    }
}
