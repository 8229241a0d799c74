using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>Brings SQLite's log into the file on a thread of its own, so that the writer's commits end when their own pages are on the disk.</summary>
/// <remarks>
/// The log begins anew, in the same place, with the first transaction that finds all of it in the file. While commits follow each other closely none does: what comes behind the thread is
/// then brought over by the writer itself, which is little, once the log has grown to its bound.
/// </remarks>
/// <param name="connect">Makes the connection of the thread.</param>
internal sealed class SqliteCheckpoints(Func<SqliteCommands> connect) : IAsyncDisposable
{
    // Pages of 4 KB. In a longer stretch more of them are the same ones again.
    private const int Worthwhile = 6_000;
    private const int LongestLog = 16_000;
    private const string Main = "main";

    private readonly AutoResetEvent _signal = new(false);
    private Thread? _thread;
    private SqliteCommands? _commands;
    private int _written;
    private volatile int _log;
    private volatile bool _isAtWork;
    private volatile bool _isEnded;

    /// <summary>After each commit, outside of a transaction, by whoever has the connection that writes.</summary>
    public void Committed(SqliteCommands writer)
    {
        if (raw.sqlite3_db_status(writer.Connection.Handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, 1) == raw.SQLITE_OK) _written += pages;
        if (_written < Worthwhile || _isAtWork || _isEnded) return;
        if (_log + _written >= LongestLog)
        {
            Run(writer);
            (_log, _written) = (0, 0);
            return;
        }

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
                _log = Run(_commands ??= connect());
            }
            catch (SqliteException)
            {
                // No connection: the next stretch tries again, and the log grows until then.
            }

            _isAtWork = false;
        }
    }

    // What it cannot do now, because somebody still reads an older state or the disk is full, the next one does: nothing is lost, the log is only longer.
    private static int Run(SqliteCommands commands) =>
        raw.sqlite3_wal_checkpoint_v2(commands.Connection.Handle, Main, raw.SQLITE_CHECKPOINT_PASSIVE, out var log, out _) == raw.SQLITE_OK ? log : 0;
}
