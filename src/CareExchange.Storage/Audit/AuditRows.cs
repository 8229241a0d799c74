using System.Data.Common;
using CareExchange.Storage.Database;

namespace CareExchange.Storage.Audit;

/// <summary>The audit table.</summary>
internal static class AuditRows
{
    private const string Insert = """
        INSERT INTO audit (sequence, previous_hash, hash, id, recorded, action, outcome, agent, organization, person, json)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        """;

    public const string Columns = "sequence, previous_hash, hash, id, recorded, action, outcome, agent, organization, person, json";

    /// <summary>Closes the chain over these rows. Called last before a commit, because it holds the chain until then.</summary>
    public static async Task AppendAsync(WriteSession session, IReadOnlyList<AuditRow> rows, CancellationToken cancellationToken)
    {
        await session.LockAsync("audit", cancellationToken);
        var last = await session.FirstAsync(
            new Statement("SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1"), reader => (reader.GetInt64(0), reader.GetString(1)), cancellationToken);
        var (sequence, previous) = last == default ? (0L, AuditChain.Origin) : last;
        var statements = new List<Statement>(rows.Count);
        foreach (var row in rows)
        {
            sequence++;
            var hash = AuditChain.Hash(previous, sequence, row);
            statements.Add(new Statement(
                Insert,
                sequence,
                previous,
                hash,
                row.Id,
                row.Recorded.ToMicroseconds(),
                row.Action,
                row.Outcome,
                row.Agent,
                row.Organization.OrNull(),
                row.Person.OrNull(),
                row.Json.AsArray()));
            previous = hash;
        }

        await session.ExecuteAsync(statements, cancellationToken);
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
            reader.Bytes(10)));
}
