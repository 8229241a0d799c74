using CareExchange.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace CareExchange.Storage.Accounts;

/// <summary>Staff accounts with every grant they ever had.</summary>
public sealed class StaffAccountStore(StorageDatabase database)
{
    /// <summary>The account with its grants, or null. <paramref name="name"/> must be normalized.</summary>
    public async Task<StaffAccount?> FindByNameAsync(string name, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        return await context.Set<StaffAccount>().AsNoTracking().Include(account => account.Grants)
            .SingleOrDefaultAsync(account => account.Name == name, cancellationToken);
    }

    /// <summary>The account with its grants, or null.</summary>
    public async Task<StaffAccount?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        return await context.Set<StaffAccount>().AsNoTracking().Include(account => account.Grants)
            .SingleOrDefaultAsync(account => account.Id == id, cancellationToken);
    }

    /// <summary>All accounts in name order, with their grants.</summary>
    public async Task<IReadOnlyList<StaffAccount>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        return await context.Set<StaffAccount>().AsNoTracking().Include(account => account.Grants)
            .OrderBy(account => account.Name).ToListAsync(cancellationToken);
    }

    /// <summary>Keeps a new account; false when the name is taken, also by a writer that came first just now.</summary>
    public async Task<bool> AddAsync(StaffAccount account, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        context.Add(account);
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException) when (!cancellationToken.IsCancellationRequested)
        {
            // The unique index decides between two writers; any other failure is not ours to hide.
            if (await FindByNameAsync(account.Name, cancellationToken) is null) throw;
            return false;
        }
    }

    /// <summary>Applies <paramref name="change"/> to the stored account in one transaction; false when nothing differs afterwards or no such account exists.</summary>
    public async Task<bool> ChangeAsync(string id, Action<StaffAccount> change, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        var account = await context.Set<StaffAccount>().Include(stored => stored.Grants)
            .SingleOrDefaultAsync(stored => stored.Id == id, cancellationToken);
        if (account is null) return false;
        change(account);
        return await context.SaveChangesAsync(cancellationToken) > 0;
    }

    /// <summary>Replaces a hash by a stronger one of the same password, unless the password was changed meanwhile.</summary>
    public async Task<bool> UpgradeHashAsync(string id, string current, string stronger, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        return await context.Set<StaffAccount>().Where(account => account.Id == id && account.PasswordHash == current)
            .ExecuteUpdateAsync(set => set.SetProperty(account => account.PasswordHash, stronger), cancellationToken) > 0;
    }
}
