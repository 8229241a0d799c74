using System.Data.Common;
using CareExchange.Storage.Database;

namespace CareExchange.Storage.Persons;

/// <summary>The table of Patients that state one identifier: one row for each two of them, whoever came first and however many identifiers they share.</summary>
internal static class SharedIdentifierRows
{
    public const string Columns = "id, first, second, system, found, same, decided";

    /// <summary>Notes that two Patients share an identifier; nothing where it is noted already, decided or not.</summary>
    public static Statement Note(string first, string second, string system, DateTimeOffset now) => new(
        "INSERT INTO shared_identifier (id, pair, first, second, system, found) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (pair) DO UPDATE SET system = excluded.system WHERE shared_identifier.system = ''",
        Guid.CreateVersion7(now).ToString(), Pair(first, second), first, second, system, now.ToMicroseconds());

    /// <summary>Decides what waits.</summary>
    /// <returns>False where none waits under this id.</returns>
    public static async Task<bool> DecideAsync(WriteSession session, string id, bool isSame, string decidedBy, DateTimeOffset now, CancellationToken cancellationToken) =>
        await session.ExecuteAsync(
            new Statement("UPDATE shared_identifier SET same = $1, decided_by = $2, decided = $3 WHERE id = $4 AND decided IS NULL", isSame ? 1L : 0L, decidedBy, now.ToMicroseconds(), id), cancellationToken) > 0;

    /// <summary>Takes back that two were decided to be one.</summary>
    /// <returns>False where they are not.</returns>
    public static async Task<bool> PartAsync(WriteSession session, string id, string decidedBy, DateTimeOffset now, CancellationToken cancellationToken) =>
        await session.ExecuteAsync(
            new Statement("UPDATE shared_identifier SET same = 0, decided_by = $1, decided = $2 WHERE id = $3 AND same = 1", decidedBy, now.ToMicroseconds(), id), cancellationToken) > 0;

    /// <summary>Two that somebody told apart before they met here are not asked about.</summary>
    public static Task TellApartAsync(WriteSession session, string person, IReadOnlyList<string> others, string decidedBy, DateTimeOffset now, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            [
                .. others.Select(other => new Statement(
                    """
                    INSERT INTO shared_identifier (id, pair, first, second, system, found, decided, decided_by, same) VALUES ($1, $2, $3, $4, '', $5, $5, $6, 0)
                    ON CONFLICT (pair) DO UPDATE SET decided = excluded.decided, decided_by = excluded.decided_by, same = 0 WHERE shared_identifier.decided IS NULL
                    """,
                    Guid.CreateVersion7(now).ToString(), Pair(person, other), other, person, now.ToMicroseconds(), decidedBy)),
            ],
            cancellationToken);

    /// <summary>Nobody has to be told apart from whom there is no more.</summary>
    public static Statement Forget(string person) => new("DELETE FROM shared_identifier WHERE first = $1 OR second = $1", person);

    public static SharedIdentifier Read(DbDataReader reader) =>
        new(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.Time(4))
        {
            IsSame = reader.IsDBNull(5) ? null : reader.GetInt32(5) != 0,
            Decided = reader.TimeOrNull(6),
        };

    // A blank stands in no id, so two pairs are never one text.
    private static string Pair(string one, string other) => string.CompareOrdinal(one, other) < 0 ? $"{one} {other}" : $"{other} {one}";
}
