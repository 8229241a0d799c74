using CareExchange.Storage.Database;

namespace CareExchange.Storage.Accounts;

/// <summary>Remembers accepted client assertions, across restarts and nodes.</summary>
public sealed class UsedAssertionStore(StorageDatabase database)
{
    /// <summary>Marks an assertion as used; false when it already was.</summary>
    /// <remarks>One statement decides, so of two nodes given the same assertion at once exactly one accepts it.</remarks>
    public async Task<bool> TryUseAsync(UsedAssertion used, CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        var isNew = await session.ExecuteAsync(
            new Statement(
                "INSERT INTO used_assertions (client_id, jti_hash, expires_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                used.ClientId, used.JtiHash, used.ExpiresAt.ToUnixTimeMilliseconds()),
            cancellationToken) == 1;
        await session.CommitAsync(cancellationToken);
        return isNew;
    }

    /// <summary>Removes assertions that expired before <paramref name="now"/>.</summary>
    public Task<int> PurgeAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        ExpiredRows.RemoveAsync(database, now, ["DELETE FROM used_assertions WHERE expires_at < $1"], cancellationToken);
}
