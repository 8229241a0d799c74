using Microsoft.Data.Sqlite;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>The database's file while a load keeps it for its process alone, with a journal in place of SQLite's log (decisions/0022). In the hands of whoever has the connection that writes.</summary>
/// <param name="held">Tells the processes apart: who opens the file asks for it first.</param>
internal sealed class KeptFile(WriteLogLock held)
{
    private volatile bool _isKept;

    /// <summary>True while it is kept.</summary>
    public bool IsKept => _isKept;

    /// <summary>Keeps the file; false where somebody has it open.</summary>
    public async Task<bool> TryKeepAsync(SqliteCommands commands)
    {
        if (held.TryAlone()) _isKept = SqliteJournal.TryUseJournal(commands);
        if (!_isKept) await held.ShareAsync(CancellationToken.None);
        return _isKept;
    }

    /// <summary>Goes back to the log, outside of a transaction; the lock is the caller's to let go.</summary>
    public void LetGo(SqliteCommands commands)
    {
        if (!_isKept) return;
        _isKept = false;
        try
        {
            SqliteJournal.UseLog(commands);
        }
        catch (SqliteException)
        {
            // Somebody reads it who asks nobody, another program perhaps: whoever opens it next does the same.
        }
    }
}
