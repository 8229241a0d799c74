using System.Collections.Frozen;
using CareExchange.Identity.Caching;
using CareExchange.Identity.Settings;
using CareExchange.Storage.Accounts;

namespace CareExchange.Identity.Authorizations;

/// <summary>Access tokens revoked before their end: read again every <see cref="IdentityOptions.RevocationLag"/>, this node's own at once.</summary>
internal sealed class RevokedTokens(RevokedTokenStore store, IdentityOptions options, TimeProvider clock)
{
    private const string All = "all";

    // Remembers nothing: the snapshot does. Many who ask in one moment share one reading.
    private readonly BriefCache<Snapshot> _readings = new(TimeSpan.Zero, clock);
    private volatile Snapshot _snapshot = new(FrozenSet<string>.Empty, DateTimeOffset.MinValue);

    /// <remarks>Kept for as long as the token is accepted: with what is forgiven of clocks, not to its end alone.</remarks>
    public async Task RevokeAsync(string id, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        await store.AddAsync(new RevokedToken { Id = id, ExpiresAt = expiresAt + options.ClockSkew }, cancellationToken);
        _snapshot = _snapshot with { Until = DateTimeOffset.MinValue };
        _readings.Evict(All);
    }

    /// <remarks>A look costs one comparison and one lookup most of the time: it is asked for at every request.</remarks>
    public ValueTask<bool> ContainsAsync(string id, CancellationToken cancellationToken) =>
        _snapshot is var known && clock.GetUtcNow() < known.Until ? new(known.Ids.Contains(id)) : ReadAsync(id, cancellationToken);

    /// <summary>The same where nothing has to be read; false where it has.</summary>
    public bool TryContains(string id, out bool isRevoked)
    {
        var known = _snapshot;
        isRevoked = known.Ids.Contains(id);
        return clock.GetUtcNow() < known.Until;
    }

    private async ValueTask<bool> ReadAsync(string id, CancellationToken cancellationToken) =>
        (await _readings.FindAsync(All, ReadAsync, cancellationToken))!.Ids.Contains(id);

    private async Task<Snapshot?> ReadAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var before = _snapshot;
        var read = new Snapshot((await store.ListAsync(now, cancellationToken)).ToFrozenSet(StringComparer.Ordinal), now + options.RevocationLag);
        // A revocation that came between the reading and here has put another snapshot there: it stays, and the next look reads again.
        Interlocked.CompareExchange(ref _snapshot, read, before);
        return read;
    }

    private sealed record Snapshot(FrozenSet<string> Ids, DateTimeOffset Until);
}
