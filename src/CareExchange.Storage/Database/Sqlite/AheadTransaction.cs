using System.Collections.Concurrent;
using SQLitePCL;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>SQLite's open transaction of what is told ahead, and what is still to be added to it. Used by whoever has the connection, except <see cref="Add"/>.</summary>
internal sealed class AheadTransaction
{
    private readonly ConcurrentQueue<AheadGroup> _queue = new();
    private readonly AheadBatch _batch = new();
    private readonly AheadRoom _room = new();
    private SqliteCommands? _commands;
    private bool _isOpen;

    /// <summary>The connection that writes.</summary>
    public SqliteCommands Commands
    {
        get => _commands ?? throw new InvalidOperationException("The database is not open.");
        set => _commands = value;
    }

    /// <summary>False before the database is opened, and after it was closed.</summary>
    public bool IsUsable => _commands is not null;

    /// <summary>True where no transaction is open, also where the database itself has undone it.</summary>
    public bool IsRolledBack => raw.sqlite3_get_autocommit(Commands.Connection.Handle) != 0;

    /// <summary>Queues rows that were told, for a transaction. Whoever adds to the log.</summary>
    public void Add(int number, LoggedChanges rows) => _queue.Enqueue(new(number, _room.Copy(number, rows.Record[WriteLog.HeaderLength..]), [.. rows.Tables]));

    /// <summary>Begins, unless it has begun.</summary>
    public void Begin()
    {
        if (_isOpen) return;
        Commands.Execute("BEGIN IMMEDIATE");
        _isOpen = true;
    }

    /// <summary>Adds the rows that are queued for a transaction.</summary>
    public void Apply(int number)
    {
        var hasAny = false;
        for (; _queue.TryPeek(out var group) && group.Transaction == number; hasAny = true)
        {
            _batch.Add(group);
            _queue.TryDequeue(out _);
        }

        if (!hasAny) return;
        Begin();
        _batch.Run(Commands);
    }

    /// <summary>Adds what is queued for a transaction and commits it, with the name of the next one.</summary>
    public void Commit(int number)
    {
        Apply(number);
        Begin();
        WriteLogs.Name(Commands, number + 1);
        Commands.Execute("COMMIT");
        _isOpen = false;
        _room.Free(number);
    }

    /// <summary>Undoes it, where it is open.</summary>
    public void RollBack()
    {
        if (_isOpen && !IsRolledBack) Commands.Execute("ROLLBACK");
        _isOpen = false;
    }

    /// <summary>Forgets what was queued: it stands in the database by another way.</summary>
    public void Clear()
    {
        _queue.Clear();
        _room.Free(int.MaxValue);
    }

    /// <summary>The connection is closed.</summary>
    public void Close() => _commands = null;
}
