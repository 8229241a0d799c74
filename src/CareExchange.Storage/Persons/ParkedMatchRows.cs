using System.Data.Common;
using System.Text.Json;
using CareExchange.Storage.Database;
using CareExchange.Storage.Protection;

namespace CareExchange.Storage.Persons;

/// <summary>The table of doubtful matches.</summary>
internal static class ParkedMatchRows
{
    public const string Columns = "id, message_id, candidates, detail, parked, resolved_person, resolved_by, resolved";

    public static Task ParkAsync(WriteSession session, KeyRing keys, ParkedMatch match, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            new Statement(
                """
                INSERT INTO parked_match (id, message_id, candidates, detail, parked) VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (id) DO UPDATE SET candidates = excluded.candidates, detail = excluded.detail WHERE parked_match.resolved IS NULL
                """,
                match.Id,
                match.MessageId,
                JsonSerializer.Serialize(match.Candidates),
                keys.Encrypt(ProtectionPurpose.ParkedMatch, match.Id, match.Detail.Span),
                match.Parked.ToMicroseconds()),
            cancellationToken);

    public static async Task<bool> ResolveAsync(
        WriteSession session, string id, string person, string decidedBy, DateTimeOffset now, CancellationToken cancellationToken) =>
        await session.ExecuteAsync(
            new Statement(
                "UPDATE parked_match SET resolved_person = $1, resolved_by = $2, resolved = $3 WHERE id = $4 AND resolved IS NULL",
                person,
                decidedBy,
                now.ToMicroseconds(),
                id),
            cancellationToken) > 0;

    public static ParkedMatch Read(DbDataReader reader, KeyRing keys)
    {
        var id = reader.GetString(0);
        var candidates = JsonSerializer.Deserialize<string[]>(reader.GetString(2)) ?? [];
        return new ParkedMatch(id, reader.GetString(1), candidates, keys.Decrypt(ProtectionPurpose.ParkedMatch, id, reader.Bytes(3)), reader.Time(4))
        {
            ResolvedPerson = reader.TextOrNull(5),
            ResolvedBy = reader.TextOrNull(6),
            Resolved = reader.TimeOrNull(7),
        };
    }
}
