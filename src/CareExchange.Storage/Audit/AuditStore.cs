using CareExchange.Storage.Database;

namespace CareExchange.Storage.Audit;

/// <summary>Reads the audit trail; it is written only through a <c>ResourceStore</c>.</summary>
public sealed class AuditStore(StorageDatabase database)
{
    /// <summary>Entries, newest first.</summary>
    public async Task<IReadOnlyList<AuditEntry>> QueryAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        var where = new Conditions()
            .Add("person = {0}", query.Person)
            .Add("agent = {0}", query.Agent)
            .Add("recorded >= {0}", query.From?.ToMicroseconds())
            .Add("recorded < {0}", query.Until?.ToMicroseconds());
        if (query.Before is { } before)
        {
            // The first comparison alone says nothing new, but an index can follow it.
            where.Add("recorded <= {0}", before.Recorded);
            var (shard, sequence) = (where.Parameter((long)before.Shard), where.Parameter(before.Sequence));
            where.Add($"(recorded < {{0}} OR shard < {shard} OR (shard = {shard} AND sequence < {sequence}))", before.Recorded);
        }

        var limit = where.Parameter((long)Math.Clamp(query.Count, 1, 1000));
        var statement = new Statement($"SELECT {AuditRows.Columns} FROM audit{where} ORDER BY recorded DESC, shard DESC, sequence DESC LIMIT {limit}", where.Values);
        var found = new List<AuditEntry>();
        foreach (var open in AuditChains.Sources(database))
        {
            await using var session = await open(cancellationToken);
            found.AddRange(await session.ListAsync(statement, AuditRows.Read, cancellationToken));
        }

        if (database.Dialect.Looks is null) return found;
        return [.. found.OrderByDescending(entry => entry.Position.Recorded).ThenByDescending(entry => entry.Shard).ThenByDescending(entry => entry.Sequence).Take(Math.Clamp(query.Count, 1, 1000))];
    }

    /// <summary>Recomputes every hash of every chain, and compares the chains with every signed checkpoint.</summary>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="kept">Checkpoints that were kept elsewhere: what somebody did who can change the whole database shows by them.</param>
    public Task<AuditVerification> VerifyAsync(CancellationToken cancellationToken, IReadOnlyList<string>? kept = null) =>
        new AuditVerifier(database).VerifyAsync(kept ?? [], cancellationToken);
}
