using System.Data.Common;
using CareExchange.Storage.Database;
using CareExchange.Storage.Protection;

namespace CareExchange.Storage.Jobs;

/// <summary>The table of what jobs make.</summary>
internal static class JobPartRows
{
    private const string Last = "SELECT COALESCE(MAX(number), 0) FROM job_part WHERE job = $1 AND name = $2";

    private const string Insert = "INSERT INTO job_part (job, name, number, length, content) VALUES ($1, $2, $3, $4, $5)";

    /// <summary>Adds pieces; only the holder of the job's lease does, so numbers cannot collide.</summary>
    public static async Task AddAsync(WriteSession session, KeyRing keys, string job, IReadOnlyList<JobPart> parts, CancellationToken cancellationToken)
    {
        var numbers = new Dictionary<string, long>(StringComparer.Ordinal);
        var statements = new List<Statement>(parts.Count);
        foreach (var part in parts)
        {
            if (!numbers.TryGetValue(part.Name, out var number))
            {
                number = await session.FirstAsync(new Statement(Last, job, part.Name), row => row.GetInt64(0), cancellationToken);
            }

            numbers[part.Name] = ++number;
            statements.Add(new Statement(
                Insert, job, part.Name, number, (long)part.Content.Length, keys.Encrypt(ProtectionPurpose.Job, Context(job, part.Name, number), part.Content.Span)));
        }

        if (statements.Count > 0) await session.ExecuteAsync(statements, cancellationToken);
    }

    /// <summary>Reads <c>name, number, content</c>.</summary>
    public static JobPart Read(DbDataReader reader, KeyRing keys, string job)
    {
        var name = reader.GetString(0);
        return new JobPart(name, keys.Decrypt(ProtectionPurpose.Job, Context(job, name, reader.GetInt64(1)), reader.Bytes(2)));
    }

    private static string Context(string job, string name, long number) => FormattableString.Invariant($"{job}/{number}/{name}");
}
