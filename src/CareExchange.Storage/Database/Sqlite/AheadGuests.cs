using Microsoft.Data.Sqlite;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>Room for those who take no turns, such as EF Core: for a while transactions are short, with something between them.</summary>
internal sealed class AheadGuests(WritesAhead ahead, AheadPause pause)
{
    // SQLite looks again within so long whether somebody else has let go.
    private static readonly TimeSpan Room = TimeSpan.FromMilliseconds(30);

    /// <summary>Somebody wants to write.</summary>
    public void MakeRoom()
    {
        if (!ahead.IsActive) return;
        pause.Begin(Room);
        if (ahead.IsUnsettled) _ = SettleAsync();
    }

    /// <summary>Commits what can be.</summary>
    public async Task SettleAsync()
    {
        try
        {
            await ahead.SettleAsync();

            // The commit may have taken longer than the room is kept.
            pause.Begin(Room);
        }
        catch (Exception problem) when (problem is SqliteException or IOException or TimeoutException or InvalidDataException or LoadConflictException)
        {
            // Whoever reads or writes next meets it, and is told; what was acknowledged stands in the log.
        }
    }
}
