using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>The connections to one file. Those that read are kept open between uses. Thread-safe.</summary>
internal sealed class SqliteReaders : IAsyncDisposable
{
    private readonly SqliteDialect _dialect;
    private readonly int _limit;
    private readonly string? _prepare;
    private readonly ConcurrentStack<SqliteCommands> _idle = [];
    private int _kept;

    /// <param name="dialect">Whose connections they are.</param>
    /// <param name="file">The file.</param>
    /// <param name="limit">How many that read are kept open.</param>
    /// <param name="prepare">Is run on each that reads before anything else.</param>
    public SqliteReaders(SqliteDialect dialect, string file, int limit, string? prepare = null)
    {
        (_dialect, _limit, _prepare) = (dialect, limit, prepare);

        // Pooling is ours: a pooled connection would lose its PRAGMAs and keep the file open after dispose.
        ConnectionString = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout = 30 }.ToString();
    }

    /// <summary>How the driver finds the file.</summary>
    public string ConnectionString { get; }

    // Never waits, not even for other readers: whoever streams a compartment may read again in between, and a fixed number of
    // connections would let such callers wait for each other for ever. Connections beyond the number kept are closed on return.
    public DatabaseSession Read() => new SqliteReadSession(_dialect, this, Take());

    /// <summary>The same, in one moment.</summary>
    public DatabaseSession ReadSnapshot()
    {
        var commands = Take();
        commands.Execute("BEGIN");
        return new SqliteReadSession(_dialect, this, commands, isSnapshot: true);
    }

    private SqliteCommands Take()
    {
        if (_idle.TryPop(out var commands))
        {
            Interlocked.Decrement(ref _kept);
            return commands;
        }

        commands = Connect();
        if (_prepare is not null) commands.Execute(_prepare);
        commands.Execute("PRAGMA query_only = 1");
        return commands;
    }

    public ValueTask ReturnAsync(SqliteCommands commands)
    {
        commands.Release();
        if (Interlocked.Increment(ref _kept) > _limit)
        {
            Interlocked.Decrement(ref _kept);
            return commands.DisposeAsync();
        }

        _idle.Push(commands);
        return ValueTask.CompletedTask;
    }

    public SqliteCommands Connect()
    {
        var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        var commands = new SqliteCommands(connection);
        commands.Execute(SqliteBusyTimeout.Pragma);

        // A connection forgets its cached pages whenever another one has written; mapped ones stay. But mapped pages count as the process's memory, once
        // for every connection, so only so much of the file is mapped (decisions/0030).
        commands.Execute("PRAGMA mmap_size = 8388608");
        commands.Execute("PRAGMA temp_store = MEMORY");
        SqliteFunctions.Register(connection.Handle!);

        // A text has one plan (see SearchCompiler): without this guarantee SQLite compiles it again for every value that is bound to it.
        SqliteException.ThrowExceptionForRC(raw.sqlite3_db_config(connection.Handle!, raw.SQLITE_DBCONFIG_ENABLE_QPSG, 1, out _), connection.Handle);
        return commands;
    }

    public async ValueTask DisposeAsync()
    {
        while (_idle.TryPop(out var commands)) await commands.DisposeAsync();
    }
}
