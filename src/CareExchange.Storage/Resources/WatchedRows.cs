using CareExchange.Storage.Database;

namespace CareExchange.Storage.Resources;

/// <summary>The notes that triggers make, in the commit itself, of every write of a watched type.</summary>
/// <remarks>
/// Whoever keeps something worked out from these resources asks what happened since the last look. No write can be missed, whichever process makes it
/// and in whatever order transactions end: SQLite has one writer, so its numbers are in the order of commits; PostgreSQL's transactions end as they like,
/// so a look begins again at the oldest transaction that the look before could not see the end of.
/// </remarks>
internal static class WatchedRows
{
    public static async Task<WatchedChanges> SinceAsync(DatabaseSession session, long horizon, CancellationToken cancellationToken)
    {
        var rows = await session.ListAsync(
            new Statement($"SELECT n.horizon, c.sequence, c.person FROM (SELECT {session.Dialect.Horizon} AS horizon) n LEFT JOIN watched_change c ON c.{session.Dialect.HorizonColumn} >= $1", horizon),
            row => (Horizon: row.GetInt64(0), Number: row.IsDBNull(1) ? (long?)null : row.GetInt64(1), Person: row.TextOrNull(2)),
            cancellationToken);
        return new(rows[0].Horizon, [.. rows.Where(row => row.Number is not null).Select(row => (row.Number!.Value, row.Person))]);
    }
}
