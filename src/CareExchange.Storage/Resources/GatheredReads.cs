using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using CareExchange.Storage.Database;
using CareExchange.Storage.Database.Postgres;

namespace CareExchange.Storage.Resources;

/// <summary>Reads of single resources with their companions from PostgreSQL: whatever has gathered is asked for in one round trip, over a few connections.</summary>
/// <remarks>A connection for each who reads would be a process of the database for each: many callers of one or two gateways come to the number that the database has, and then
/// connections were seen to end after a statement or two. Each read is a statement of its own, begun after it was asked for, so it sees what was committed before.</remarks>
internal sealed class GatheredReads
{
    private const int GroupLimit = 64;
    private const int LaneCount = 4;

    private readonly PostgresDialect _dialect;
    private readonly GatheringLanes<Read, int> _lanes;

    private GatheredReads(PostgresDialect dialect)
    {
        _dialect = dialect;
        _lanes = new(Enumerable.Range(0, LaneCount), GroupLimit, (_, group) => RunAsync([.. group.Where(static read => !read.IsGivenUp())]));
    }

    /// <summary>The reads of a database; null where each is better off alone.</summary>
    public static GatheredReads? Of(StorageDatabase database) => database.Dialect is PostgresDialect dialect ? new(dialect) : null;

    /// <summary>As <see cref="CompanionRows.ReadAsync"/>.</summary>
    public Task<(StoredResource? Resource, IReadOnlyList<ResourceVersionId> Companions)> ReadAsync(
        string type, string id, string companionType, string category, CancellationToken cancellationToken)
    {
        var read = new Read(CompanionRows.StatementOf(type, id, companionType, category), cancellationToken);
        _lanes.Add(read);
        return read.Task;
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "It is told to everybody who waits.")]
    private async Task RunAsync(IReadOnlyList<Read> group)
    {
        if (group.Count == 0) return;
        try
        {
            var found = await _dialect.FirstOfEachAsync([.. group.Select(static read => read.Statement)], Open, CancellationToken.None);
            for (var place = 0; place < found.Count; place++) group[place].End(found[place]);
        }
        catch (Exception problem) when (group.Count > 1 && PostgresCommands.IsOfOne(problem))
        {
            foreach (var read in group) await RunAsync([read]);
        }
        catch (Exception problem)
        {
            foreach (var read in group) read.TrySetException(problem);
        }
    }

    // A body that does not open is the trouble of who asked for it.
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "It is told to who waits for this row.")]
    private Found Open(DbDataReader row)
    {
        try
        {
            var (resource, companions) = CompanionRows.Of(row, _dialect.Bodies);
            return new(resource, companions, null);
        }
        catch (Exception problem)
        {
            return new(null, [], problem);
        }
    }

    private sealed record Found(StoredResource? Resource, IReadOnlyList<ResourceVersionId> Companions, Exception? Problem);

    private sealed class Read(Statement statement, CancellationToken cancellationToken)
        : TaskCompletionSource<(StoredResource? Resource, IReadOnlyList<ResourceVersionId> Companions)>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public Statement Statement { get; } = statement;

        public bool IsGivenUp() => cancellationToken.IsCancellationRequested && TrySetCanceled(cancellationToken);

        public void End(Found? found)
        {
            if (found?.Problem is { } problem) TrySetException(problem);
            else TrySetResult((found?.Resource, found?.Companions!));
        }
    }
}
