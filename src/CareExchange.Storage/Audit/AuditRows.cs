using System.Data.Common;
using CareExchange.Storage.Database;

namespace CareExchange.Storage.Audit;

/// <summary>The audit table.</summary>
internal static class AuditRows
{
    public const string Columns = "sequence, previous_hash, hash, id, recorded, action, outcome, agent, organization, person, json, shard";

    private static readonly TableShape Table = new(
        "audit",
        [
            new("sequence", "bigint"), Text("previous_hash"), Text("hash"), Text("id"), new("recorded", "bigint"), Text("action"), Text("outcome"), Text("agent"),
            Text("organization"), Text("person"), new("json", "bytea"), new("shard", "integer"),
        ]);

    /// <summary>Closes a chain over these rows. Called last before a commit, because it holds the chain until then.</summary>
    public static async Task AppendAsync(WriteSession session, int shard, IReadOnlyList<AuditRow> rows, CancellationToken cancellationToken) =>
        await session.InsertAllAsync([await ChainAsync(session, shard, rows, cancellationToken)], cancellationToken);

    /// <summary>The rows as they go on in a chain, which is held from here to the end of the transaction.</summary>
    public static async Task<TableRows> ChainAsync(WriteSession session, int shard, IReadOnlyList<AuditRow> rows, CancellationToken cancellationToken)
    {
        var (sequence, previous) = session.AuditTail ?? await TailAsync(session, shard, cancellationToken);
        if (sequence == 0) previous = AuditChain.OriginOf(shard);
        var chained = new List<object[]>(rows.Count);
        foreach (var row in rows)
        {
            sequence++;
            var hash = AuditChain.Hash(previous, sequence, row);
            chained.Add(
            [
                sequence, previous, hash, row.Id, row.Recorded.ToMicroseconds(), row.Action, row.Outcome, row.Agent, row.Organization.OrNull(), row.Person.OrNull(),
                row.Json.AsArray(), shard,
            ]);
            previous = hash;
        }

        if (session.AuditTail is not null) session.AuditTail = (sequence, previous);
        return new(Table, chained);
    }

    private static async Task<(long Sequence, string Hash)> TailAsync(WriteSession session, int shard, CancellationToken cancellationToken)
    {
        // Both in one round trip; the second sees what was committed before the first had the lock.
        var answers = await session.QueryAllAsync(session.Dialect.Lock($"audit/{shard}") is { } held ? [held, WriteSession.LastAudit(shard)] : [WriteSession.LastAudit(shard)], cancellationToken);
        return answers[^1] is [var last] ? ((long)last[0], (string)last[1]) : (0L, "");
    }

    public static AuditEntry Read(DbDataReader reader) => new(
        reader.GetInt64(0),
        reader.GetString(1),
        reader.GetString(2),
        new AuditRow(
            reader.GetString(3),
            reader.Time(4),
            reader.GetString(5),
            reader.GetString(6),
            reader.GetString(7),
            reader.TextOrNull(8),
            reader.TextOrNull(9),
            reader.Bytes(10)))
    {
        Shard = reader.GetInt32(11),
    };

    private static ColumnShape Text(string name) => new(name, "text");
}
