using System.Data.Common;
using CareExchange.Storage.Database;
using CareExchange.Storage.Protection;

namespace CareExchange.Storage.Jobs;

/// <summary>The job table.</summary>
internal static class JobRows
{
    /// <summary>The columns of <see cref="Read"/>.</summary>
    public const string Columns = "id, kind, owner, status, state, progress, attempts, created, updated, finished, outcome";

    public const string Insert = """
        INSERT INTO job (id, kind, owner, status, state, progress, attempts, created, updated, finished, outcome, due, token, expires)
        VALUES ($1, $2, $3, 0, $4, '', 0, $5, $5, NULL, $6, $7, '', NULL) ON CONFLICT (id) DO NOTHING
        """;

    // State and outcome are sealed to the job and the column, so that neither can stand in for the other.
    public static byte[] Seal(KeyRing keys, string id, string column, ReadOnlySpan<byte> plain) =>
        plain.IsEmpty ? [] : keys.Encrypt(ProtectionPurpose.Job, $"{id}/{column}", plain);

    public static JobRow Read(DbDataReader reader, KeyRing keys)
    {
        var id = reader.GetString(0);
        return new JobRow(
            id,
            reader.GetString(1),
            reader.GetString(2),
            (JobStatus)reader.GetInt32(3),
            Open(keys, id, "state", reader.Bytes(4)),
            reader.GetString(5),
            reader.GetInt32(6),
            reader.Time(7),
            reader.Time(8),
            reader.TimeOrNull(9),
            Open(keys, id, "outcome", reader.Bytes(10)));
    }

    private static byte[] Open(KeyRing keys, string id, string column, byte[] bytes) =>
        bytes.Length == 0 ? bytes : keys.Decrypt(ProtectionPurpose.Job, $"{id}/{column}", bytes);
}
