using CareExchange.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace CareExchange.Storage.Accounts;

/// <summary>Authorizations given to apps, with their one-time values.</summary>
public sealed class AppAuthorizationStore(StorageDatabase database)
{
    /// <summary>Keeps a new authorization with its code.</summary>
    public async Task AddAsync(AppAuthorization authorization, AppSecret code, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        context.Add(authorization);
        context.Add(code);
        await context.SaveChangesAsync(cancellationToken);
    }

    /// <summary>The authorization, revoked and ended ones included, or null.</summary>
    public async Task<AppAuthorization?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        return await context.Set<AppAuthorization>().AsNoTracking().SingleOrDefaultAsync(one => one.Id == id, cancellationToken);
    }

    /// <summary>The one-time value with this hash, used and expired ones included, or null.</summary>
    public async Task<AppSecret?> FindSecretAsync(string hash, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        return await context.Set<AppSecret>().AsNoTracking().SingleOrDefaultAsync(one => one.Hash == hash, cancellationToken);
    }

    /// <summary>Uses a one-time value up and keeps the one that takes its place; false when it was used before.</summary>
    /// <remarks>One statement decides, so of two nodes given the same value at once exactly one accepts it.</remarks>
    public async Task<bool> TryUseAsync(string hash, DateTimeOffset now, AppSecret? next, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var used = await context.Set<AppSecret>().Where(one => one.Hash == hash && one.UsedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.UsedAt, now), cancellationToken);
        if (used == 0) return false;
        if (next is not null)
        {
            context.Add(next);
            await context.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Revokes one authorization; false when it did not stand.</summary>
    public async Task<bool> RevokeAsync(string id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        return await context.Set<AppAuthorization>().Where(one => one.Id == id && one.RevokedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.RevokedAt, now), cancellationToken) > 0;
    }

    /// <summary>Removes authorizations that ended before <paramref name="before"/>, with their values; the audit trail keeps what they were used for.</summary>
    public Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken) => ExpiredRows.RemoveAsync(
        database,
        before,
        ["DELETE FROM app_secrets WHERE authorization_id IN (SELECT id FROM app_authorizations WHERE ends_at < $1)", "DELETE FROM app_authorizations WHERE ends_at < $1"],
        cancellationToken);
}
