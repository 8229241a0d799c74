using Microsoft.Data.Sqlite;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>How SQLite keeps a transaction whole: by a log beside the file, which lets others read meanwhile; or by a journal of what stood in the file before, where a page that is added is written once.</summary>
internal static class SqliteJournal
{
    /// <summary>From here on changes go to a log first (WAL).</summary>
    public static void UseLog(SqliteCommands commands)
    {
        commands.Execute("PRAGMA journal_mode = WAL");
        GradualSync.Attach(commands, rests: false);
        GradualSync.WriteEarly(commands, false);
    }

    /// <summary>From here on changes go to the file, and what stood there to a journal; false, and nothing changed, where anybody else has the file open.</summary>
    public static bool TryUseJournal(SqliteCommands commands)
    {
        commands.Execute("PRAGMA busy_timeout = 0");
        try
        {
            using (var mode = commands.Query(new Statement("PRAGMA journal_mode = TRUNCATE")))
            {
                if (!mode.Read() || mode.GetString(0) != "truncate") return false;
            }

            GradualSync.Attach(commands, rests: false);
            GradualSync.WriteEarly(commands, true);
            return true;
        }
        catch (SqliteException)
        {
            return false;
        }
        finally
        {
            commands.Execute(SqliteBusyTimeout.Pragma);
        }
    }
}
