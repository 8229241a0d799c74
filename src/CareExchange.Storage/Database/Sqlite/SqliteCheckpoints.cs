using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>Brings SQLite's log into the file on a thread of its own, so that the writer's commits end when their own pages are on the disk.</summary>
/// <remarks>
/// The log begins anew, in the same place, with the first transaction that finds all of it in the file. While commits follow each other closely none does: once the log has grown to its bound
/// the thread goes over it until little is left, and that is brought over by the writer itself.
/// </remarks>
/// <param name="connect">Makes the connection of the thread.</param>
internal sealed class SqliteCheckpoints(Func<SqliteCommands> connect) : IAsyncDisposable
{
    // Pages of 4 KB. In a longer stretch more of them are the same ones again.
    private const int Worthwhile = 9_000;
    private const int LongestLog = 18_000;
    private const string Main = "main";

    private const int Little = 1_000;
    private readonly AutoResetEvent _signal = new(false);
    private Thread? _thread;
    private SqliteCommands? _commands;
    private int _written;
    private int _log;
    private volatile bool _isLittleLeft;
    private volatile bool _isAtWork;
    private volatile bool _isEnded;

    /// <summary>After each commit, outside of a transaction, by whoever has the connection that writes.</summary>
    public void Committed(SqliteCommands writer)
    {
        if (raw.sqlite3_db_status(writer.Connection.Handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, 1) == raw.SQLITE_OK) _written += pages;
        if (_isAtWork || _isEnded) return;
        if (_isLittleLeft)
        {
            Run(writer);
            (_isLittleLeft, _written) = (false, 0);
            return;
        }

        if (_written < Worthwhile) return;
        _written = 0;
        _isAtWork = true;
        if (_thread is null)
        {
            _thread = new Thread(Run) { IsBackground = true, Name = "checkpoints" };
            _thread.Start();
        }

        _signal.Set();
    }

    public ValueTask DisposeAsync()
    {
        if (_isEnded) return ValueTask.CompletedTask;
        _isEnded = true;
        _signal.Set();
        _thread?.Join();
        _signal.Dispose();
        return _commands?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    private void Run()
    {
        while (_signal.WaitOne() && !_isEnded)
        {
            try
            {
                _isLittleLeft = RunAgain(_commands ??= Connect()) >= LongestLog;
            }
            catch (SqliteException)
            {
                // No connection: the next stretch tries again, and the log grows until then.
            }

            _isAtWork = false;
        }
    }

    // The length of the log; what came while one pass lasted is left to the next. A long log leaves no time for rest.
    private int RunAgain(SqliteCommands commands)
    {
        GradualSync.Rest(commands, _log < LongestLog);
        _log = Run(commands);
        GradualSync.Rest(commands, false);
        for (var came = _log; _log >= LongestLog && !_isEnded;)
        {
            var (before, last) = (_log, came);
            _log = Run(commands);
            came = _log - before;

            // Where commits are so large that as much comes during a pass as it takes over, more passes only make the log longer.
            if (came <= Little || came > last / 2) break;
        }

        return _log;
    }

    // What it cannot do now, because somebody still reads an older state or the disk is full, the next one does: nothing is lost, the log is only longer.
    private static int Run(SqliteCommands commands) =>
        raw.sqlite3_wal_checkpoint_v2(commands.Connection.Handle, Main, raw.SQLITE_CHECKPOINT_PASSIVE, out var log, out _) == raw.SQLITE_OK ? log : 0;

    private SqliteCommands Connect()
    {
        var commands = connect();
        GradualSync.Attach(commands, rests: true);
        return commands;
    }
}
