using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CareExchange.Storage.Database;

namespace CareExchange.Storage.Audit;

/// <summary>Reads the audit trail; it is written only through a <c>ResourceStore</c>.</summary>
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
        foreach (var open in Sources())
        {
            await using var session = await open(cancellationToken);
            found.AddRange(await session.ListAsync(statement, AuditRows.Read, cancellationToken));
        }

        if (database.Dialect.Looks is null) return found;
        return [.. found.OrderByDescending(entry => entry.Position.Recorded).ThenByDescending(entry => entry.Shard).ThenByDescending(entry => entry.Sequence).Take(Math.Clamp(query.Count, 1, 1000))];
    }

    /// <summary>Recomputes every hash of every chain from its first row on.</summary>
    public async Task<AuditVerification> VerifyAsync(CancellationToken cancellationToken)
    {
        long entries = 0;
        var witnesses = new List<(int Shard, string Hash)>();
        foreach (var open in Sources())
        {
            for (var shard = await NextShardAsync(open, -1, cancellationToken); shard is { } number; shard = await NextShardAsync(open, number, cancellationToken))
            {
                var chain = await VerifyAsync(open, number, cancellationToken);
                if (chain.BrokenAt is not null) return chain with { Entries = entries + chain.Entries };
                entries += chain.Entries;
                witnesses.Add((number, chain.LastHash));
            }
        }

        return new AuditVerification(entries, null, Witness(witnesses));
    }

    private static async Task<AuditVerification> VerifyAsync(Source open, int shard, CancellationToken cancellationToken)
    {
        var previous = AuditChain.OriginOf(shard);
        long count = 0;
        while (true)
        {
            IReadOnlyList<AuditEntry> page;
            await using (var session = await open(cancellationToken))
            {
                page = await session.ListAsync(
                    new Statement($"SELECT {AuditRows.Columns} FROM audit WHERE shard = $1 AND sequence > $2 ORDER BY sequence LIMIT $3", (long)shard, count, (long)VerifyPage),
                    AuditRows.Read,
                    cancellationToken);
            }

            foreach (var entry in page)
            {
                var expected = count + 1;
                if (entry.Sequence != expected || entry.PreviousHash != previous || entry.Hash != AuditChain.Hash(previous, expected, entry.Row))
                {
                    return new AuditVerification(count, expected, previous) { BrokenShard = shard };
                }

                previous = entry.Hash;
                count = expected;
            }

            if (page.Count < VerifyPage) return new AuditVerification(count, null, previous);
        }
    }

    // Whatever number a chain has: one that nobody should have written is found as well.
    private static async Task<int?> NextShardAsync(Source open, int after, CancellationToken cancellationToken)
    {
        await using var session = await open(cancellationToken);
        var next = await session.FirstAsync(
            new Statement("SELECT shard FROM audit WHERE shard > $1 ORDER BY shard LIMIT 1", (long)after), row => (Exists: true, Shard: row.GetInt32(0)), cancellationToken);
        return next.Exists ? next.Shard : null;
    }

    // What changed data stands beside the data; on SQLite, looks stand in a file of their own.
    private IEnumerable<Source> Sources()
    {
        yield return database.ReadAsync;
        if (database.Dialect.Looks is { } looks) yield return _ => new(looks.Read());
    }

    private static string Witness(List<(int Shard, string Hash)> chains)
    {
        if (chains.Count == 0) return AuditChain.Origin;
        if (chains is [(0, var only)]) return only;
        var text = string.Join('\n', chains.Select(chain => string.Create(CultureInfo.InvariantCulture, $"{chain.Shard}:{chain.Hash}")));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text)));
    }

    private delegate ValueTask<DatabaseSession> Source(CancellationToken cancellationToken);
}
