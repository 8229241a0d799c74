using CareExchange.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace CareExchange.Storage.Accounts;

/// <summary>The token-signing ring.</summary>
public sealed class SigningKeyStore(StorageDatabase database)
{
    /// <summary>Keys still published at <paramref name="now"/>, oldest signing window first.</summary>
    public async Task<IReadOnlyList<SigningKey>> ListAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        return await context.Set<SigningKey>().AsNoTracking().Where(key => key.RetireAt > now)
            .OrderBy(key => key.SignFrom).ThenBy(key => key.Kid).ToListAsync(cancellationToken);
    }

    /// <summary>Keeps a new key.</summary>
    public async Task AddAsync(SigningKey key, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        context.Add(key);
        await context.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Ends the signing windows of all keys except <paramref name="kid"/> at <paramref name="now"/>; they stay published until <paramref name="retireAt"/>, or less if they would have retired sooner.</summary>
    public async Task SupersedeAsync(string kid, DateTimeOffset now, DateTimeOffset retireAt, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        await context.Set<SigningKey>().Where(key => key.Kid != kid && key.SignUntil > now)
            .ExecuteUpdateAsync(set => set.SetProperty(key => key.SignUntil, now), cancellationToken);
        await context.Set<SigningKey>().Where(key => key.Kid != kid && key.RetireAt > retireAt)
            .ExecuteUpdateAsync(set => set.SetProperty(key => key.RetireAt, retireAt), cancellationToken);
    }

    /// <summary>Removes keys retired before <paramref name="now"/>.</summary>
    public async Task<int> PurgeAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        return await context.Set<SigningKey>().Where(key => key.RetireAt <= now).ExecuteDeleteAsync(cancellationToken);
    }
}
