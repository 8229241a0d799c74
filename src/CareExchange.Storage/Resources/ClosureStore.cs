using CareExchange.Storage.Database;

namespace CareExchange.Storage.Resources;

/// <summary>The concepts of closure tables, each table its owner's alone. Thread-safe, over any number of nodes.</summary>
public sealed class ClosureStore(StorageDatabase database)
{
    /// <summary>The concepts as they were put; null where there is no such table.</summary>
    public async Task<byte[]?> ReadAsync(string owner, string name, CancellationToken cancellationToken)
    {
        await using var session = await database.ReadCommittedAsync(cancellationToken);
        return await session.FirstAsync(Find(owner, name), row => row.Bytes(0), cancellationToken);
    }

    /// <summary>Changes a table's concepts; nobody else does in the meantime.</summary>
    /// <param name="owner">Whose table it is.</param>
    /// <param name="name">Its name.</param>
    /// <param name="change">What stands becomes what is to stand; null in means no table, null out that nothing changes.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task ChangeAsync(string owner, string name, Func<byte[]?, byte[]?> change, CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        await session.LockAsync("closure", cancellationToken);
        if (change(await session.FirstAsync(Find(owner, name), row => row.Bytes(0), cancellationToken)) is not { } concepts) return;
        await session.ExecuteAsync(
            new Statement("INSERT INTO closure (owner, name, concepts) VALUES ($1, $2, $3) ON CONFLICT (owner, name) DO UPDATE SET concepts = excluded.concepts", owner, name, concepts), cancellationToken);
        await session.CommitAsync(cancellationToken);
    }

    private static Statement Find(string owner, string name) => new("SELECT concepts FROM closure WHERE owner = $1 AND name = $2", owner, name);
}
