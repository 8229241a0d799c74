using System.Diagnostics.CodeAnalysis;
using CareExchange.Storage.Database;
using CareExchange.Storage.Database.Postgres;

namespace CareExchange.Storage.Audit;

/// <summary>Records looks in PostgreSQL: whatever has gathered goes in one round trip, which is the commit as well, and everybody is told after it.</summary>
/// <remarks>Each lane goes on in a chain whose end it knows, because it wrote it. The statement that adds the rows asks whether that still is the end, under the lock of the chain that
/// every writer takes; where somebody else went on in it (another node, a change of data), nothing is added, and the lane looks for the end of another chain. Two lanes: while one group
/// is made durable the next is made. Looks at what was kept of a moment (<see cref="PresumedMoment"/>) are added where nothing was written since, which the same statement asks.</remarks>
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
    /// <param name="rows">The rows.</param>
    /// <param name="moment">The moment that was looked at; null where everything was read.</param>
    /// <param name="cancellationToken">Cancels what has not begun.</param>
    /// <returns>False, and nothing is appended, where something was written since the moment.</returns>
    public Task<bool> WriteAsync(IReadOnlyList<AuditRow> rows, PresumedMoment? moment, CancellationToken cancellationToken)
    {
        if (rows.Count == 0 && moment is null) return Task.FromResult(true);
        var look = new Look(rows, moment, cancellationToken);
        _lanes.Add(look);
        return look.Task;
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "It is told to everybody who waits.")]
    private async Task WriteAsync(Lane lane, IReadOnlyList<Look> group)
    {
        if (group.Count == 0) return;
        try
        {
            var moment = group.Max(static look => look.Moment?.Written);
            foreach (var look in await AppendAsync(lane, Still(group, moment), moment)) look.TrySetResult(true);
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

    // Those who looked at another moment are told that it is over; the others go on.
    private static IReadOnlyList<Look> Still(IReadOnlyList<Look> looks, long? moment)
    {
        if (looks.All(look => look.Moment is null || look.Moment.Written == moment)) return looks;
        foreach (var look in looks.Where(look => look.Moment is not null && look.Moment.Written != moment)) look.TrySetResult(false);
        return [.. looks.Where(look => look.Moment is null || look.Moment.Written == moment)];
    }

    // Gives those whose rows stand.
    private async Task<IReadOnlyList<Look>> AppendAsync(Lane lane, IReadOnlyList<Look> looks, long? moment)
    {
        if (looks.Count == 0) return looks;

        // Whatever goes wrong from here on: nothing is known of the chain until a commit has said so.
        var known = lane.End;
        lane.End = null;
        AuditRow[] rows = [.. looks.SelectMany(static look => look.Rows)];
        if (known is { } standing && rows.Length is > 0 and <= MostRows)
        {
            var (chained, after) = AuditRows.Chain(standing, lane.Shard, rows);
            var (added, written) = await _dialect.ExecuteTogetherAsync(AuditRows.AppendBehind(_dialect, lane.Shard, standing.Hash, chained, PostgresMoments.Last, moment), CancellationToken.None);
            See(written);
            if (added == rows.Length)
            {
                lane.End = after;
                return looks;
            }

            if (moment is not null && written != moment)
            {
                lane.End = known;
                return await AppendAsync(lane, Still(looks, moment: null), moment: null);
            }
        }

        lane.Shard = _database.NextAuditShard();
        await using var session = await _dialect.WriteAheadAsync(rows.Length, AheadClaim.New, CancellationToken.None);
        var tail = await AuditRows.TailAsync(session, lane.Shard, CancellationToken.None);
        if (await session.FirstAsync(PostgresMoments.Number, static row => row.GetInt64(0), CancellationToken.None) is var number && moment is not null && number != moment)
        {
            looks = Still(looks, moment: null);
            rows = [.. looks.SelectMany(static look => look.Rows)];
        }

        See(number);
        var (all, end) = AuditRows.Chain(tail, lane.Shard, rows);
        await session.InsertAllAsync([all], CancellationToken.None);
        await session.CommitAsync(CancellationToken.None);
        lane.End = end;
        return looks;
    }

    // Nobody waits for what is learned; where it fails, the next group tries again.
    private void See(long written)
    {
        if (_dialect.Moments.See(written))
        {
            _ = _dialect.Moments.LearnAsync(_dialect.Reads).ContinueWith(static learned => learned.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
    }

    private sealed class Lane
    {
        public int Shard { get; set; }

        public (long Sequence, string Hash)? End { get; set; }
    }

    private sealed class Look(IReadOnlyList<AuditRow> rows, PresumedMoment? moment, CancellationToken cancellationToken) : TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public IReadOnlyList<AuditRow> Rows { get; } = rows;

        public PresumedMoment? Moment { get; } = moment;

        public bool IsGivenUp() => cancellationToken.IsCancellationRequested && TrySetCanceled(cancellationToken);
    }
}
