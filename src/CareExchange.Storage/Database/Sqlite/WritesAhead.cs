using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>What is acknowledged before the transaction that holds it is committed: it stands in a log, and whoever reads has it committed first (decisions/0029).</summary>
/// <remarks>
/// Three things are held, always in this order: the writer's turn (<see cref="SqliteWriter"/>), by whoever gives numbers to rows; the connection, by whoever lets it work; the gate, for
/// moments, by whoever adds to the log or closes it. A group of new rows needs no connection: it is numbered, written to the log, told, and added to the open transaction by a thread of its own,
/// which commits it when it has grown. The database names the transaction whose log is not in it yet in <c>PRAGMA user_version</c>, and each commit names the next one: so a log is applied once,
/// after a kill at whatever moment, and never to a database that was put in the place of the one it was written for. All of this only while no other process has the
/// database open (<see cref="WriteLogLock"/>).
/// </remarks>
internal sealed class WritesAhead : IDisposable
{
    // What has to be done again after a kill, and how long somebody who reads may have to wait for the commit.
    private const long LargestLength = 4 * 1024 * 1024;
    private static readonly TimeSpan LongestAge = TimeSpan.FromMilliseconds(100);

    // Beyond it whoever writes waits for the commit.
    private const long MostPending = 4 * LargestLength;

    // Whoever reads after nearly every group makes the log a second price of the same commit.
    private const int WorthwhileGroups = 3;
    private static readonly TimeSpan Breather = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly TimeProvider _clock = TimeProvider.System;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _connection = new(1);
    private readonly ConcurrentQueue<AheadGroup> _queue = new();
    private readonly WriteLog[] _logs;
    private readonly WriteLogLock _lock;
    private readonly TimeSpan _patience;
    private readonly AheadThread _thread;
    private SqliteCommands? _commands;
    private TimeSpan _pause = FirstPause;
    private volatile bool _isUnsettled = true;
    private volatile bool _isActive;
    private volatile bool _isUndone;
    private int _number;
    private int _oldest;
    private bool _isOpen;
    private long _notBefore;
    private long _since;

    public WritesAhead(StorageOptions options)
    {
        _patience = options.WriterTimeout;
        _thread = new(GoOn);
        _lock = new(options.DataFolder);
        _logs = [new(options.DataFolder, 0, options.Durable), new(options.DataFolder, 1, options.Durable)];
    }

    /// <summary>What the turn that is under way changes by statements.</summary>
    public LoggedChanges Changes { get; } = new();

    /// <summary>True where the file does not show everything that was acknowledged.</summary>
    public bool IsUnsettled => _isUnsettled;

    /// <summary>Where the next rows begin; null where the database has to be asked. In the hands of whoever has the turn.</summary>
    public AheadNumbers? Numbers { get; set; }

    private SqliteCommands Commands => _commands ?? throw new InvalidOperationException("The database is not open.");

    private WriteLog Log => LogOf(_number);

    /// <summary>Opens the database for this process: first does again what a killed one has acknowledged and not committed.</summary>
    /// <param name="connect">Makes a connection; only called where there may be something to do.</param>
    /// <param name="exists">True where there is a database.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task OpenAsync(Func<SqliteCommands> connect, bool exists, CancellationToken cancellationToken)
    {
        // Whoever shares the lock has looked before: with the lock alone a log may stand, with it shared none does.
        if (_lock.TryAlone())
        {
            if (exists && _logs.Any(log => !log.IsEmpty))
            {
                await using var commands = connect();
                _oldest = NumberOf(commands);
                _number = _oldest + 1;
                LogOf(_oldest).Begin(_oldest);
                LogOf(_number).Begin(_number);
                Replay(commands, int.MaxValue);
            }

            foreach (var log in _logs) log.Clear();
        }

        await _lock.ShareAsync(_patience, cancellationToken);
        _isUnsettled = false;
    }

    /// <summary>From here on the connection that writes is used.</summary>
    public void Use(SqliteCommands commands) => _commands = commands;

    /// <summary>Takes the connection for a transaction of the caller's own: everything acknowledged is committed. Whoever has the turn.</summary>
    public async Task TakeAsync()
    {
        await _connection.WaitAsync();
        try
        {
            await RejoinAsync();
            SettleHeld();
            if (_lock.IsAlone && _lock.IsWanted)
            {
                GiveWay();
                await RejoinAsync();
                SettleHeld();
            }

            Numbers = null;
        }
        catch
        {
            _connection.Release();
            throw;
        }
    }

    /// <summary>Gives the connection back, with no transaction open.</summary>
    public void Release() => _connection.Release();

    /// <summary>Begins to acknowledge ahead, where that is possible now. Whoever has the turn.</summary>
    /// <param name="writes">How many there are: one goes on with what is, several begin it.</param>
    public async Task<bool> TryBeginAsync(int writes)
    {
        if (IsResting || Log.IsTorn || (writes < 2 && !_isUnsettled)) return false;
        if (_isActive && !_isUndone && Log.Length <= MostPending) return true;
        await _connection.WaitAsync();
        try
        {
            await RejoinAsync();
            SettleHeld();
            return _isActive || TryActivate();
        }
        finally
        {
            _connection.Release();
        }
    }

    /// <summary>Asks the database for the numbers, with everything acknowledged in its transaction. Whoever has the turn, after <see cref="TryBeginAsync"/>.</summary>
    public async Task<AheadNumbers> ReadNumbersAsync(Func<SqliteCommands, AheadNumbers> read)
    {
        if (Numbers is { } known) return known;
        await _connection.WaitAsync();
        try
        {
            Apply(_number);
            return Numbers = read(Commands);
        }
        catch
        {
            Undo();
            throw;
        }
        finally
        {
            _connection.Release();
        }
    }

    /// <summary>Takes the connection in the transaction of what is acknowledged ahead, for statements that <see cref="Changes"/> notes. Whoever has the turn, after <see cref="TryBeginAsync"/>.</summary>
    public async Task JoinAsync()
    {
        await _connection.WaitAsync();
        try
        {
            Apply(_number);
            Begin();
            Numbers = null;
            Changes.Clear();
        }
        catch
        {
            Undo();
            _connection.Release();
            throw;
        }
    }

    /// <summary>Ends what <see cref="JoinAsync"/> began: what was changed stands from now on.</summary>
    /// <exception cref="SqliteException">The transaction was undone by the database.</exception>
    public void Leave()
    {
        try
        {
            if (IsRolledBack) throw UndoneByDatabase();
            if (!Changes.IsWhole) Settle(hasMore: true);
            else if (!Changes.IsEmpty) Append(Changes, tables: null);
        }
        catch
        {
            Undo();
            throw;
        }
        finally
        {
            _connection.Release();
        }
    }

    /// <summary>Ends it otherwise: nothing of it stands.</summary>
    public void Abandon()
    {
        if (!Changes.IsEmpty || IsRolledBack) Undo();
        _connection.Release();
    }

    /// <summary>Writes a group down; from then on it may be told. Whoever has the turn, or the connection.</summary>
    /// <exception cref="IOException">It could not be written, or may not be any more: nothing of it stands.</exception>
    public void Append(LoggedChanges changes, IReadOnlyList<TableRows>? tables)
    {
        lock (_gate)
        {
            if (!_isActive || _isUndone) throw new IOException("Nothing is acknowledged ahead any more.");
            if (Log.Count == 0) _since = _clock.GetTimestamp();

            // Before the first who is told can ask.
            _isUnsettled = true;
            Log.Append(changes.Record);
            if (tables is not null) _queue.Enqueue(new(_number, tables));
        }

        _thread.Wake();
    }

    /// <summary>Returns when the file shows whatever was acknowledged before the call.</summary>
    /// <exception cref="SqliteException">It cannot be made to: nobody may read now.</exception>
    public async Task SettleAsync()
    {
        await _connection.WaitAsync();
        try
        {
            if (!_isUnsettled) return;
            if (Log.Count is > 0 and < WorthwhileGroups) Rest(Breather);
            await RejoinAsync();
            SettleHeld();
        }
        finally
        {
            _connection.Release();
        }
    }

    // Nothing is acknowledged ahead for so long.
    private void Rest(TimeSpan pause) => Volatile.Write(ref _notBefore, _clock.GetTimestamp() + (long)(pause.TotalSeconds * _clock.TimestampFrequency));

    /// <summary>Somebody who takes no turns, such as EF Core, wants to write: for a while transactions are short, with room between them.</summary>
    public void MakeRoom()
    {
        if (!_isActive) return;
        Rest(Breather);
        if (_isUnsettled) _ = SettleQuietlyAsync();
    }

    /// <summary>Commits what can be, before the connection is closed.</summary>
    public async Task EndAsync()
    {
        _thread.Dispose();
        if (_isUnsettled && _commands is not null) await SettleQuietlyAsync();
        _commands = null;
    }

    public void Dispose()
    {
        // What could not be committed is done again when the database is next opened.
        if (_lock.IsAlone && !_isUnsettled) foreach (var log in _logs) log.Clear();
        foreach (var log in _logs) log.Dispose();
        _lock.Dispose();
        _connection.Dispose();
    }

    private async Task SettleQuietlyAsync()
    {
        try
        {
            await SettleAsync();
        }
        catch (Exception problem) when (problem is SqliteException or IOException or TimeoutException or InvalidDataException or LoadConflictException)
        {
            // Whoever reads or writes next meets it, and is told; what was acknowledged stands in the log.
        }
    }

    private bool IsResting => _clock.GetTimestamp() < Volatile.Read(ref _notBefore);

    private bool IsRolledBack => SQLitePCL.raw.sqlite3_get_autocommit(Commands.Connection.Handle) != 0;

    private WriteLog LogOf(int number) => _logs[number & 1];

    // Adds what was told to the open transaction, and commits it where it is time to. False where nothing is acknowledged ahead any more.
    private bool GoOn(bool isIdle)
    {
        _connection.Wait();
        try
        {
            if (_isUndone && IsResting) return true;
            if (_isUndone || isIdle) SettleHeld();
            else Apply(_number);
            if (isIdle) GiveWay();
            if (_isActive && _lock.IsWanted) Rest(FirstPause);
            if (Log.Length >= LargestLength || (Log.Count > 0 && _clock.GetElapsedTime(_since) >= LongestAge)) Settle(hasMore: false);
            return _isActive;
        }
        catch (Exception problem) when (problem is SqliteException or IOException or InvalidDataException or LoadConflictException)
        {
            // Whoever reads or writes next meets it, and is told; what was acknowledged stands in the log.
            Undo();
            Rest(FirstPause);
            return true;
        }
        finally
        {
            _connection.Release();
        }
    }

    // Everything below: whoever has the connection.
    private async Task RejoinAsync()
    {
        if (_lock.IsOut) await _lock.ShareAsync(_patience, CancellationToken.None);
    }

    private void SettleHeld()
    {
        if (_isUndone) lock (_gate) Replay(Commands, limit: null);
        Settle(hasMore: false);
        lock (_gate) _isUnsettled = _isUndone || Log.Count > 0;
    }

    private bool TryActivate()
    {
        // Between the two locks somebody else may acknowledge what this process does not know.
        _isUnsettled = true;
        if (!_lock.TryAlone())
        {
            Rest(_pause);
            _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
            _isUnsettled = !_lock.TryShare();
            return false;
        }

        _pause = FirstPause;
        try
        {
            _number = RandomNumberGenerator.GetInt32(1, int.MaxValue / 2);
            Name(Commands, _number);
            Log.Begin(_number);
            Numbers = null;
            _isActive = true;
            _isUnsettled = false;
            _thread.Start();
            return true;
        }
        catch
        {
            _isUnsettled = !_lock.TryShare();
            throw;
        }
    }

    // Nothing is pending, and from here on nobody adds anything.
    private void GiveWay()
    {
        lock (_gate)
        {
            if (!_isActive || _isUndone || Log.Count > 0) return;
            _isActive = false;
            foreach (var log in _logs) log.Clear();
            _isUnsettled = true;
            _isUnsettled = !_lock.TryShare();
        }
    }

    private void Begin()
    {
        if (_isOpen) return;
        Commands.Execute("BEGIN IMMEDIATE");
        _isOpen = true;
    }

    private void Apply(int number)
    {
        while (_queue.TryPeek(out var group) && group.Transaction == number)
        {
            Begin();
            foreach (var table in group.Tables)
            {
                if (table.Packed is { } packed) SqliteInsert.Run(Commands, table.Table, packed, CancellationToken.None);
                else SqliteInsert.Run(Commands, table.Table, table.Rows, CancellationToken.None);
            }

            _queue.TryDequeue(out _);
        }
    }

    // Commits what was acknowledged until now; what comes meanwhile belongs to the next transaction already.
    private void Settle(bool hasMore)
    {
        int number;
        lock (_gate)
        {
            number = _number;
            if (Log is { Count: 0, IsTorn: false } && !hasMore)
            {
                if (!_isOpen) return;
                Commands.Execute("ROLLBACK");
                _isOpen = false;
                return;
            }

            _oldest = number;
            _number = number + 1;
            Log.Begin(_number);
        }

        try
        {
            Apply(number);
            Begin();
            Name(Commands, number + 1);
            Commands.Execute("COMMIT");
            _isOpen = false;
        }
        catch
        {
            Undo(number);
            throw;
        }

        lock (_gate)
        {
            _oldest = _number;
            if (Log.Count == 0) _isUnsettled = false;
        }
    }

    private void Undo()
    {
        if (!_isUndone) Undo(_number);
    }

    private void Undo(int number)
    {
        if (!IsRolledBack) Commands.Execute("ROLLBACK");
        _isOpen = false;
        lock (_gate)
        {
            if (LogOf(number).Count == 0 && number == _number) return;
            (_isUndone, _oldest, _isUnsettled) = (true, number, true);
        }
    }

    // What the logs hold from the oldest transaction on that is not in the database; how many records each has is known, except after a kill.
    private void Replay(SqliteCommands commands, int? limit)
    {
        commands.Execute("BEGIN IMMEDIATE");
        try
        {
            var isWhole = true;
            for (var number = _oldest; number <= _number; number++)
            {
                var (log, count) = (LogOf(number), 0);
                foreach (var record in log.Read(limit ?? log.Count))
                {
                    LoggedReplay.Run(record, commands);
                    count++;
                }

                isWhole &= limit is not null || count == log.Count;
            }

            if (!isWhole) throw new InvalidDataException("The log of writes lacks what was written to it.");
            Name(commands, _number + 1);
            commands.Execute("COMMIT");
        }
        catch
        {
            if (SQLitePCL.raw.sqlite3_get_autocommit(commands.Connection.Handle) == 0) commands.Execute("ROLLBACK");
            throw;
        }

        _queue.Clear();
        _oldest = ++_number;
        Log.Begin(_number);
        _isUndone = false;
    }

    private static void Name(SqliteCommands commands, int number) => commands.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {number}"));

    private static int NumberOf(SqliteCommands commands)
    {
        using var reader = commands.Query(new Statement("PRAGMA user_version"));
        return reader.Read() ? reader.GetInt32(0) : 0;
    }

    private static SqliteException UndoneByDatabase() => new("The transaction was undone by the database.", SQLitePCL.raw.SQLITE_FULL);
}
