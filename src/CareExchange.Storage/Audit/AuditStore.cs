using System.Data.Common;
using CareExchange.Storage.Database;

namespace CareExchange.Storage.Audit;

/// <summary>Reads the audit trail; it is written only through a <c>ResourceStore</c>.</summary>
public sealed class AuditStore(StorageDatabase database)
{
    /// <summary>Entries, newest first unless asked otherwise.</summary>
    public async Task<IReadOnlyList<AuditEntry>> QueryAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        // The index of actions has the order of time within one action only: each is asked for its own first records, and the page is made of those.
        AuditQuery[] parts = query.Actions is { Count: > 1 } actions && !AuditConditions.IsOfFew(query) ? [.. actions.Select(action => query with { Actions = [action] })] : [query];
        var count = Math.Clamp(query.Count, 1, 1000);
        var found = new List<AuditEntry>();
        foreach (var open in AuditChains.Sources(database))
        {
            await using var session = await open(cancellationToken);
            foreach (var part in parts) found.AddRange(await session.ListAsync(PageOf(part, count), AuditRows.Read, cancellationToken));
        }

        if (database.Dialect.Looks is null && parts.Length == 1) return found;
        return query.OldestFirst
            ? [.. found.OrderBy(entry => entry.Position.Recorded).ThenBy(entry => entry.Shard).ThenBy(entry => entry.Sequence).Take(count)]
            : [.. found.OrderByDescending(entry => entry.Position.Recorded).ThenByDescending(entry => entry.Shard).ThenByDescending(entry => entry.Sequence).Take(count)];
    }

    /// <summary>Every entry that fits, in no order, as they are read: what is made of very many is made as they pass, and none of them is kept.</summary>
    /// <param name="query">Which; without a page.</param>
    /// <param name="each">Takes one.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task ReadAllAsync(AuditQuery query, Action<AuditRow> each, CancellationToken cancellationToken)
    {
        var where = AuditConditions.Of(query, database.Dialect);
        var statement = new Statement($"SELECT {AuditRows.Columns} FROM audit{where}", where.Values);
        foreach (var open in AuditChains.Sources(database))
        {
            await using var session = await open(cancellationToken);
            await using var reader = await session.QueryAsync(statement, cancellationToken);
            while (await reader.ReadAsync(cancellationToken)) each(AuditRows.Read(reader).Row);
        }
    }

    /// <summary>How many entries there are, whatever the page says.</summary>
    public async Task<long> CountAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        var where = AuditConditions.Of(query, database.Dialect);
        var statement = new Statement($"SELECT count(*) FROM audit{where}", where.Values);
        var count = 0L;
        foreach (var open in AuditChains.Sources(database))
        {
            await using var session = await open(cancellationToken);
            count += await session.FirstAsync(statement, row => row.GetInt64(0), cancellationToken);
        }

        return count;
    }

    /// <summary>What there is, counted where it stands: no content is read. Several of one kind where the trail is kept in several files.</summary>
    public Task<IReadOnlyList<AuditTally>> TallyAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        const long quarter = 15 * 60 * 1_000_000L;
        var where = AuditConditions.Of(query, database.Dialect);
        return ListAsync(
            new Statement(FormattableString.Invariant($"SELECT agent, action, outcome, recorded / {quarter}, count(*) FROM audit{where} GROUP BY 1, 2, 3, 4"), where.Values),
            row => new AuditTally(row.GetString(0), row.GetString(1), row.GetString(2), DatabaseTime.FromMicroseconds(row.GetInt64(3) * quarter), row.GetInt64(4)),
            cancellationToken);
    }

    /// <summary>About whom each agent left entries of which kind.</summary>
    public Task<IReadOnlyList<(string Agent, string Action, string Person)>> ListPersonsAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        var where = AuditConditions.Of(query, database.Dialect).Add("person IS NOT NULL");
        return ListAsync(new Statement($"SELECT DISTINCT agent, action, person FROM audit{where}", where.Values), row => (row.GetString(0), row.GetString(1), row.GetString(2)), cancellationToken);
    }

    private async Task<IReadOnlyList<T>> ListAsync<T>(Statement statement, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        var found = new List<T>();
        foreach (var open in AuditChains.Sources(database))
        {
            await using var session = await open(cancellationToken);
            found.AddRange(await session.ListAsync(statement, read, cancellationToken));
        }

        return found;
    }

    /// <summary>Recomputes every hash of every chain, and compares the chains with every signed checkpoint.</summary>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="kept">Checkpoints that were kept elsewhere: what somebody did who can change the whole database shows by them.</param>
    public Task<AuditVerification> VerifyAsync(CancellationToken cancellationToken, IReadOnlyList<string>? kept = null) =>
        new AuditVerifier(database).VerifyAsync(kept ?? [], cancellationToken);

    private Statement PageOf(AuditQuery query, int count)
    {
        var where = AuditConditions.PageOf(query, database.Dialect);
        var limit = where.Parameter((long)count);
        var way = query.OldestFirst ? "" : " DESC";
        return new($"SELECT {AuditRows.Columns} FROM audit{where} ORDER BY recorded{way}, shard{way}, sequence{way} LIMIT {limit}", where.Values);
    }
}
