using CareExchange.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace CareExchange.Storage.Accounts;

/// <summary>Second factors of staff. Of two nodes given the same code at once exactly one accepts it.</summary>
public sealed class SecondFactorStore(StorageDatabase database)
{
    /// <summary>The account's factor, or null.</summary>
    public async Task<SecondFactor?> FindAsync(string accountId, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        return await context.Set<SecondFactor>().AsNoTracking().SingleOrDefaultAsync(factor => factor.AccountId == accountId, cancellationToken);
    }

    /// <summary>Ids of all accounts that have a factor.</summary>
    public async Task<IReadOnlySet<string>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        return await context.Set<SecondFactor>().AsNoTracking().Select(factor => factor.AccountId).ToHashSetAsync(cancellationToken);
    }

    /// <summary>Keeps a factor in place of the one there was.</summary>
    public async Task ReplaceAsync(SecondFactor factor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(factor);
        await using var context = database.CreateContext();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await context.Set<SecondFactor>().Where(one => one.AccountId == factor.AccountId).ExecuteDeleteAsync(cancellationToken);
        context.Add(factor);
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Uses up a time step; false when it, or a later one, was used before.</summary>
    public async Task<bool> TryUseStepAsync(string accountId, long step, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        return await context.Set<SecondFactor>().Where(factor => factor.AccountId == accountId && factor.LastStep < step)
            .ExecuteUpdateAsync(set => set.SetProperty(factor => factor.LastStep, step), cancellationToken) > 0;
    }

    /// <summary>Replaces the list of unused recovery codes; false when another attempt changed it meanwhile.</summary>
    public async Task<bool> TryUseRecoveryAsync(string accountId, string known, string left, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        return await context.Set<SecondFactor>().Where(factor => factor.AccountId == accountId && factor.RecoveryHashes == known)
            .ExecuteUpdateAsync(set => set.SetProperty(factor => factor.RecoveryHashes, left), cancellationToken) > 0;
    }

    /// <summary>Keeps a secret sealed anew; false where somebody else was quicker.</summary>
    public async Task<bool> ReplaceSecretAsync(string accountId, byte[] known, byte[] renewed, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        return await context.Set<SecondFactor>().Where(factor => factor.AccountId == accountId && factor.Secret == known).ExecuteUpdateAsync(set => set.SetProperty(factor => factor.Secret, renewed), cancellationToken) > 0;
    }

    /// <summary>Removes the account's factor; false when there was none.</summary>
    public async Task<bool> RemoveAsync(string accountId, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        return await context.Set<SecondFactor>().Where(factor => factor.AccountId == accountId).ExecuteDeleteAsync(cancellationToken) > 0;
    }
}
