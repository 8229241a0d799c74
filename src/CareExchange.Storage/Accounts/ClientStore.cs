using CareExchange.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace CareExchange.Storage.Accounts;

/// <summary>Registered machine clients.</summary>
public sealed class ClientStore(StorageDatabase database)
{
    /// <summary>The client, disabled ones included, or null.</summary>
    public async Task<Client?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        return await context.Set<Client>().AsNoTracking().SingleOrDefaultAsync(client => client.Id == id, cancellationToken);
    }

    /// <summary>All clients in id order.</summary>
    public async Task<IReadOnlyList<Client>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        return await context.Set<Client>().AsNoTracking().OrderBy(client => client.Id).ToListAsync(cancellationToken);
    }

    /// <summary>Keeps a new client; fails when the id is taken.</summary>
    public async Task AddAsync(Client client, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        context.Add(client);
        await context.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Applies <paramref name="change"/> to the stored client; false when nothing differs afterwards or no such client exists.</summary>
    public async Task<bool> ChangeAsync(string id, Action<Client> change, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        var client = await context.Set<Client>().SingleOrDefaultAsync(stored => stored.Id == id, cancellationToken);
        if (client is null) return false;
        change(client);
        return await context.SaveChangesAsync(cancellationToken) > 0;
    }
}
