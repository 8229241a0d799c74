using System.Globalization;

namespace CareExchange.Storage.Database;

/// <summary>Reads <see cref="IndexDefinitions"/>: all of it only when something has changed.</summary>
internal static class IndexDefinitionRows
{
    // A change adds a row or a version, so the sums never stand still; times alone would miss what commits late.
    private const string Stamp = """
        SELECT count(*), CAST(COALESCE(sum(version), 0) AS bigint), COALESCE(max(updated), 0),
            (SELECT CAST(COALESCE(sum(revision), 0) AS bigint) FROM index_catalog), (SELECT CAST(COALESCE(sum(done), 0) AS bigint) FROM index_catalog)
        FROM resource WHERE type = 'SearchParameter'
        """;

    private const string Parameters = "SELECT json FROM resource WHERE type = 'SearchParameter' AND deleted = 0 ORDER BY rid";

    private const string Catalog = "SELECT type, parameters, done, total FROM index_catalog";

    /// <summary>The definitions as they stand; the same object where nothing has changed.</summary>
    public static async Task<IndexDefinitions> ReadAsync(DatabaseSession session, IndexDefinitions known, CancellationToken cancellationToken)
    {
        var (stamp, changed, done) = await session.FirstAsync(
            new Statement(Stamp),
            row => (string.Create(CultureInfo.InvariantCulture, $"{row.GetInt64(0)}/{row.GetInt64(1)}/{row.GetInt64(3)}"), row.GetInt64(2), row.GetInt64(4)),
            cancellationToken);
        if (stamp == known.Stamp && done == known.Progress.Values.Sum(progress => progress.Done)) return known;
        var rows = await session.ListAsync(
            new Statement(Catalog), row => (Type: row.GetString(0), Parameters: row.GetString(1), Done: row.GetInt64(2), Total: row.GetInt64(3)), cancellationToken);
        var progress = rows.Where(row => row.Total > 0).ToDictionary(row => row.Type, row => (row.Done, row.Total), StringComparer.Ordinal);

        // What changes between stamp and reading is read as well; the next look finds another stamp and reads once more, never less.
        return stamp == known.Stamp
            ? known with { Progress = progress }
            : new(
                stamp,
                await session.ListAsync(new Statement(Parameters), row => row.Bytes(0), cancellationToken),
                rows.ToDictionary(row => row.Type, row => row.Parameters, StringComparer.Ordinal),
                progress,
                changed);
    }
}
