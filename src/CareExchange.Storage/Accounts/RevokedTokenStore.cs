using CareExchange.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace CareExchange.Storage.Accounts;

/// <summary>Access tokens revoked before their end; a short list, since they live for minutes.</summary>
public sealed class RevokedTokenStore(StorageDatabase database)
{
    /// <summary>Marks a token as revoked; the same again changes nothing.</summary>
    public async Task AddAsync(RevokedToken revoked, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        var expires = revoked.ExpiresAt.ToUnixTimeMilliseconds();
        await context.Database.ExecuteSqlAsync(
            $"INSERT INTO revoked_tokens (id, expires_at) VALUES ({revoked.Id}, {expires}) ON CONFLICT DO NOTHING", cancellationToken);
    }

    /// <summary>Ids of the revoked tokens that have not expired.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var session = await database.ReadBrieflyAsync(cancellationToken);
        return await session.ListAsync(
            new Statement("SELECT id FROM revoked_tokens WHERE expires_at > $1", now.ToUnixTimeMilliseconds()), row => row.GetString(0), cancellationToken);
    }

    /// <summary>Removes tokens that expired before <paramref name="now"/>.</summary>
    public Task<int> PurgeAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        ExpiredRows.RemoveAsync(database, now, ["DELETE FROM revoked_tokens WHERE expires_at < $1"], cancellationToken);
}
