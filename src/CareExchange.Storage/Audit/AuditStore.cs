using CareExchange.Storage.Database;

namespace CareExchange.Storage.Audit;

/// <summary>Reads the audit trail; it is written only inside a StoreTransaction.</summary>
public sealed class AuditStore(StorageDatabase database)
{
    private const int VerifyPage = 1000;

    /// <summary>Entries, newest first.</summary>
    public async Task<IReadOnlyList<AuditEntry>> QueryAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        var where = new Conditions()
            .Add("person = {0}", query.Person)
            .Add("agent = {0}", query.Agent)
            .Add("recorded >= {0}", query.From?.ToMicroseconds())
            .Add("recorded < {0}", query.Until?.ToMicroseconds())
            .Add("sequence < {0}", query.BeforeSequence);
        var limit = where.Parameter((long)Math.Clamp(query.Count, 1, 1000));
        await using var session = await database.ReadAsync(cancellationToken);
        return await session.ListAsync(
            new Statement($"SELECT {AuditRows.Columns} FROM audit{where} ORDER BY sequence DESC LIMIT {limit}", where.Values), AuditRows.Read, cancellationToken);
    }

    /// <summary>Recomputes every hash from the first row on.</summary>
    public async Task<AuditVerification> VerifyAsync(CancellationToken cancellationToken)
    {
        var previous = AuditChain.Origin;
        long count = 0;
        while (true)
        {
            IReadOnlyList<AuditEntry> page;
            await using (var session = await database.ReadAsync(cancellationToken))
            {
                page = await session.ListAsync(
                    new Statement($"SELECT {AuditRows.Columns} FROM audit WHERE sequence > $1 ORDER BY sequence LIMIT $2", count, (long)VerifyPage),
                    AuditRows.Read,
                    cancellationToken);
            }

            foreach (var entry in page)
            {
                var expected = count + 1;
                if (entry.Sequence != expected || entry.PreviousHash != previous || entry.Hash != AuditChain.Hash(previous, expected, entry.Row))
                {
                    return new AuditVerification(count, expected, previous);
                }

                previous = entry.Hash;
                count = expected;
            }

            if (page.Count < VerifyPage) return new AuditVerification(count, null, previous);
        }
    }
}
