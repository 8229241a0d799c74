using System.Data.Common;
using System.Text;
using CareExchange.Storage.Database;
using CareExchange.Storage.Database.Sqlite;

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

    private static readonly TableShape Shortened = new(Table.Name, [.. Table.Columns, new("base", "bigint")]);

    /// <summary>Closes a chain over these rows. Called last before a commit, because it holds the chain until then.</summary>
    public static async Task AppendAsync(WriteSession session, int shard, IReadOnlyList<AuditRow> rows, CancellationToken cancellationToken) =>
        await session.InsertAllAsync([await ChainAsync(session, shard, rows, cancellationToken)], cancellationToken);

    /// <summary>The rows as they go on in a chain, which is held from here to the end of the transaction.</summary>
    public static async Task<TableRows> ChainAsync(WriteSession session, int shard, IReadOnlyList<AuditRow> rows, CancellationToken cancellationToken)
    {
        var (chained, end) = Chain(session.AuditTail ?? await TailAsync(session, shard, cancellationToken), shard, rows, session.Dialect.Looks is not null);
        if (session.AuditTail is not null) session.AuditTail = end;
        return chained;
    }

    /// <summary>The rows as they follow in a chain behind its last one, place 0 of an empty one, and the end of the chain with them.</summary>
    /// <param name="end">The last one.</param>
    /// <param name="shard">The chain.</param>
    /// <param name="rows">The rows; they are written in one transaction.</param>
    /// <param name="shortened">True where whoever reads sees them whole (<see cref="AuditView"/>): then most stand as what differs from another one of them.</param>
    public static (TableRows Rows, (long Sequence, string Hash) End) Chain((long Sequence, string Hash) end, int shard, IReadOnlyList<AuditRow> rows, bool shortened = false)
    {
        var (sequence, previous) = end;
        if (sequence == 0) previous = AuditChain.OriginOf(shard);
        var bases = shortened && rows.Count > 1 ? new RecordBases() : null;
        var chained = new List<object[]>(rows.Count);
        foreach (var row in rows)
        {
            sequence++;
            var hash = AuditChain.Hash(previous, sequence, row);
            object[] whole =
            [
                sequence, previous, hash, row.Id, row.Recorded.ToMicroseconds(), row.Action, row.Outcome, row.Agent, row.Organization.OrNull(), row.Person.OrNull(),
                row.Json.AsArray(), shard,
            ];
            chained.Add(bases is null ? whole : Shorten(bases, sequence, row, whole));
            previous = hash;
        }

        return (new(bases is null ? Table : Shortened, chained), (sequence, previous));
    }

    private static object[] Shorten(RecordBases bases, long sequence, AuditRow row, object[] whole)
    {
        if (bases.Shorten(Encoding.UTF8.GetBytes(row.Action), sequence, row.Json.Span, out var kept) is not (> 0 and var from)) return [.. whole, DBNull.Value];
        return [.. whole[..^2], kept.ToArray(), whole[^1], from];
    }

    /// <summary>Adds chained rows where the chain still ends with this hash, and nothing elsewhere. For one transaction of its own: it takes the lock of the chain first, so no writer comes between.</summary>
    /// <param name="dialect">The database.</param>
    /// <param name="shard">The chain.</param>
    /// <param name="hash">Its end.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="last">An expression that has to be <paramref name="written"/> besides.</param>
    /// <param name="written">Null where nothing else is asked.</param>
    public static IReadOnlyList<Statement> AppendBehind(IDatabaseDialect dialect, int shard, string hash, TableRows rows, string last, long? written)
    {
        var places = Table.Columns.Count;
        string Behind(string sql) => $"{sql} WHERE (SELECT hash FROM audit WHERE shard = ${places + 1} ORDER BY sequence DESC LIMIT 1) = ${places + 2}";
        Statement[] inserts =
        [
            .. dialect.Insert(Table, rows.Rows).Select(insert => written is { } number
                ? new Statement(Table.Sql("append-behind-moment", _ => $"{Behind(insert.Sql)} AND {last} = ${places + 3}"), [.. insert.Values, shard, hash, number])
                : new Statement(Table.Sql("append-behind", _ => Behind(insert.Sql)), [.. insert.Values, shard, hash])),
        ];
        return dialect.Lock(NameOf(shard)) is { } held ? [held, .. inserts] : inserts;
    }

    private static string NameOf(int shard) => $"audit/{shard}";

    /// <summary>The statements of <see cref="TailAsync"/>, for one round trip: the last sees what was committed before the first had the lock.</summary>
    public static IReadOnlyList<Statement> AskTail(IDatabaseDialect dialect, int shard) => dialect.Lock(NameOf(shard)) is { } held ? [held, WriteSession.LastAudit(shard)] : [WriteSession.LastAudit(shard)];

    /// <summary>Takes the lock of a chain until the end of the transaction, and asks for its end.</summary>
    public static async Task<(long Sequence, string Hash)> TailAsync(WriteSession session, int shard, CancellationToken cancellationToken)
    {
        var answers = await session.QueryAllAsync(AskTail(session.Dialect, shard), cancellationToken);
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
