using System.Globalization;
using SQLitePCL;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>The two logs in turns, and which transaction of the database each belongs to.</summary>
/// <remarks>The database names the oldest transaction that is not in it in <c>PRAGMA user_version</c>; the next one's number is one higher. Numbers begin anywhere, so that those of another time do not return.</remarks>
internal sealed class WriteLogs(string folder, bool isSynced) : IDisposable
{
    private readonly WriteLog[] _logs = [new(folder, 0, isSynced), new(folder, 1, isSynced)];
    private int _oldest;

    /// <summary>The number of the transaction that gathers.</summary>
    public int Number { get; private set; }

    /// <summary>The log of that transaction.</summary>
    public WriteLog Current => LogOf(Number);

    /// <summary>Begins with a transaction, and names it in the database; outside of a transaction.</summary>
    public void Begin(SqliteCommands commands, int number)
    {
        Name(commands, number);
        _oldest = Number = number;
        Current.Begin(number);
    }

    /// <summary>Goes on to the next transaction; gives the number of the one that gathered until now, which is to be committed.</summary>
    public int Next()
    {
        _oldest = Number++;
        Current.Begin(Number);
        return _oldest;
    }

    /// <summary>Called last in a transaction before its commit: from then on its log means nothing any more.</summary>
    public static void Name(SqliteCommands commands, int number) => commands.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {number}"));

    /// <summary>True where nothing of an undone transaction was told.</summary>
    public bool IsNothing(int number) => number == Number && LogOf(number).Count == 0;

    /// <summary>Does again what a killed process has told and not committed.</summary>
    /// <param name="connect">Gives the connection that writes; only called where there may be something to do.</param>
    public void Recover(Func<SqliteCommands> connect)
    {
        if (Array.TrueForAll(_logs, log => log.IsEmpty)) return;
        var commands = connect();
        _oldest = NumberOf(commands);
        Number = _oldest + 1;
        LogOf(_oldest).Begin(_oldest);
        LogOf(Number).Begin(Number);
        Replay(commands, isKnown: false);
    }

    /// <summary>Does again, in a transaction of its own, what stands in the logs from one on that was undone; then goes on to the next.</summary>
    public void Replay(SqliteCommands commands, int oldest)
    {
        _oldest = oldest;
        Replay(commands, isKnown: true);
        Next();
        _oldest = Number;
    }

    /// <summary>Gives the disk back what stands in them.</summary>
    public void Clear()
    {
        foreach (var log in _logs) log.Clear();
    }

    public void Dispose()
    {
        foreach (var log in _logs) log.Dispose();
    }

    private static int NumberOf(SqliteCommands commands)
    {
        using var reader = commands.Query(new Statement("PRAGMA user_version"));
        return reader.Read() ? reader.GetInt32(0) : 0;
    }

    private WriteLog LogOf(int number) => _logs[number & 1];

    // How many records there are is known, except after a kill.
    private void Replay(SqliteCommands commands, bool isKnown)
    {
        commands.Execute("BEGIN IMMEDIATE");
        try
        {
            for (var number = _oldest; number <= Number; number++)
            {
                var (log, count) = (LogOf(number), 0);
                foreach (var record in log.Read(isKnown ? log.Count : int.MaxValue))
                {
                    LoggedReplay.Run(record, commands);
                    count++;
                }

                if (isKnown && count != log.Count) throw new InvalidDataException("The log of writes lacks what was written to it.");
            }

            Name(commands, Number + 1);
            commands.Execute("COMMIT");
        }
        catch
        {
            if (raw.sqlite3_get_autocommit(commands.Connection.Handle) == 0) commands.Execute("ROLLBACK");
            throw;
        }
    }
}
