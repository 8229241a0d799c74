using System.Diagnostics.CodeAnalysis;
using CareExchange.Storage.Database;
using CareExchange.Storage.Database.Postgres;

namespace CareExchange.Storage.Audit;

/// <summary>Records looks in PostgreSQL: whatever has gathered goes in one round trip, which is the commit as well, and everybody is told after it.</summary>
/// <remarks>Each lane goes on in a chain whose end it knows, because it wrote it. The statement that adds the rows asks whether that still is the end, under the lock of the chain that
/// every writer takes; where somebody else went on in it (another node, a change of data), nothing is added, and the lane looks for the end of another chain. Two lanes: while one group
/// is made durable the next is made.</remarks>
internal sealed class LookLanes
{
    // Past this a group gains nothing, and those in it wait for each other.
    private const int GroupLimit = 256;

    // Some looks show a thousand persons; so many rows go another way.
    private const int MostRows = 1000;

    private readonly StorageDatabase _database;
    private readonly PostgresDialect _dialect;
    private readonly GatheringLanes<Look, Lane> _lanes;

    private LookLanes(StorageDatabase database, PostgresDialect dialect)
    {
        (_database, _dialect) = (database, dialect);
        _lanes = new([new Lane(), new Lane()], GroupLimit, (lane, group) => WriteAsync(lane, [.. group.Where(static look => !look.IsGivenUp())]));
    }

    /// <summary>The lanes of a database; null where looks are recorded in another way.</summary>
    public static LookLanes? Of(StorageDatabase database) => database.Dialect is PostgresDialect dialect ? new(database, dialect) : null;

    /// <summary>Appends rows, together or not at all; returns when they are durable.</summary>
    public Task WriteAsync(IReadOnlyList<AuditRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0) return Task.CompletedTask;
        var look = new Look(rows, cancellationToken);
        _lanes.Add(look);
        return look.Task;
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "It is told to everybody who waits.")]
    private async Task WriteAsync(Lane lane, IReadOnlyList<Look> group)
    {
        if (group.Count == 0) return;
        try
        {
            await AppendAsync(lane, [.. group.SelectMany(static look => look.Rows)]);
            foreach (var look in group) look.TrySetResult();
        }
        catch (Exception problem) when (group.Count > 1 && StorageFault.IsOfOne(problem))
        {
            foreach (var look in group) await WriteAsync(lane, [look]);
        }
        catch (Exception problem)
        {
            foreach (var look in group) look.TrySetException(problem);
        }
    }

    private async Task AppendAsync(Lane lane, IReadOnlyList<AuditRow> rows)
    {
        // Whatever goes wrong from here on: nothing is known of the chain until a commit has said so.
        var known = lane.End;
        lane.End = null;
        if (known is { } standing && rows.Count <= MostRows)
        {
            var (chained, after) = AuditRows.Chain(standing, lane.Shard, rows);
            if (await _dialect.ExecuteTogetherAsync(AuditRows.AppendBehind(_dialect, lane.Shard, standing.Hash, chained), CancellationToken.None) == rows.Count)
            {
                lane.End = after;
                return;
            }
        }

        lane.Shard = _database.NextAuditShard();
        await using var session = await _dialect.WriteAheadAsync(rows.Count, areNew: true, CancellationToken.None);
        var (all, end) = AuditRows.Chain(await AuditRows.TailAsync(session, lane.Shard, CancellationToken.None), lane.Shard, rows);
        await session.InsertAllAsync([all], CancellationToken.None);
        await session.CommitAsync(CancellationToken.None);
        lane.End = end;
    }

    private sealed class Lane
    {
        public int Shard { get; set; }

        public (long Sequence, string Hash)? End { get; set; }
    }

    private sealed class Look(IReadOnlyList<AuditRow> rows, CancellationToken cancellationToken) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public IReadOnlyList<AuditRow> Rows { get; } = rows;

        public bool IsGivenUp() => cancellationToken.IsCancellationRequested && TrySetCanceled(cancellationToken);
    }
}
