using System.Runtime.CompilerServices;
using CareExchange.Storage.Database;
using CareExchange.Storage.Resources;

namespace CareExchange.Storage.Loading;

/// <summary>How far each load has come; written in the commits that the load makes, so that it is never ahead of them nor behind.</summary>
public sealed class LoadStore(StorageDatabase database)
{
    /// <summary>The state that was saved last, or null.</summary>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        await using var session = await database.ReadCommittedAsync(cancellationToken);
        var state = await session.FirstAsync(new Statement("SELECT state FROM load_run WHERE id = $1", id), row => row.Bytes(0), cancellationToken);
        return state is null ? default(ReadOnlyMemory<byte>?) : state;
    }

    /// <summary>Saves how far a load has come and what it refused since, in the commit that gets it there.</summary>
    public Task SaveAsync(StoreTransaction transaction, string id, ReadOnlyMemory<byte> state, ReadOnlyMemory<byte> errors, CancellationToken cancellationToken)
    {
        List<Statement> statements =
        [
            new(
                "INSERT INTO load_run (id, state, updated) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET state = excluded.state, updated = excluded.updated",
                id,
                state.AsArray(),
                database.Now().ToMicroseconds()),
        ];
        if (!errors.IsEmpty)
        {
            statements.Add(new(
                "INSERT INTO load_error (run, number, content) VALUES ($1, (SELECT coalesce(max(number), 0) + 1 FROM load_error WHERE run = $1), $2)", id, errors.AsArray()));
        }

        return transaction.UseAsync(
            async session =>
            {
                await session.ExecuteAsync(statements, cancellationToken);
                return true;
            },
            cancellationToken);
    }

    /// <summary>Everything that a load refused so far, piece after piece, in the order of its sources.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadErrorsAsync(string id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var session = await database.ReadCommittedAsync(cancellationToken);
        await using var reader = await session.QueryAsync(new Statement("SELECT content FROM load_error WHERE run = $1 ORDER BY number", id), cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) yield return reader.Bytes(0);
    }

    /// <summary>Forgets a load that has ended.</summary>
    public async Task RemoveAsync(string id, CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        await session.ExecuteAsync(
            [new Statement("DELETE FROM load_error WHERE run = $1", id), new Statement("DELETE FROM load_run WHERE id = $1", id)], cancellationToken);
        await session.CommitAsync(cancellationToken);
    }
}
