using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>What is acknowledged before the transaction that holds it is committed: it stands in a log, and whoever reads has it committed first (decisions/0029).</summary>
/// <remarks>
/// Three things are held, always in this order: the writer's turn (<see cref="SqliteWriter"/>), by whoever gives numbers to rows; the connection, by whoever lets it work; the gate, for
/// moments, by whoever adds to the log or closes it. A group of new rows needs no connection: it is numbered, written to the log and told. When enough has gathered (<see cref="AheadSchedule"/>) a
/// thread of its own adds all of it to a transaction, in the order of the tables, and commits it, while the next one gathers. The database names the transaction whose log is not in it yet in <c>PRAGMA user_version</c>, and each commit names the next one: so a log is applied once, after a kill at whatever
/// moment, and never to a database that was put in the place of the one it was written for. All of this only while no other process has the database open (<see cref="WriteLogLock"/>).
/// </remarks>
internal sealed class WritesAhead : IDisposable
{
    // Whoever reads after nearly every group makes the log a second price of the same commit.
    private const int WorthwhileGroups = 3;
    private static readonly TimeSpan Breather = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _connection = new(1);
    private readonly AheadTransaction _transaction = new();
    private readonly AheadPause _pause = new();
    private readonly AheadSchedule _schedule = new();
    private readonly WriteLogs _logs;
    private readonly WriteLogLock _lock;
    private readonly AheadThread _thread;
    private volatile bool _isUnsettled = true, _isActive, _isUndone;
    private int _undone;
    private SqliteCheckpoints? _checkpoints;

    public WritesAhead(StorageOptions options)
    {
        _thread = new(GoOn);
        _lock = new(options.DataFolder, options.WriterTimeout);
        _logs = new(options.DataFolder, options.Durable);
        Guests = new(this, _pause);
        Kept = new(_lock);
    }

    /// <summary>Whether the file is this process's alone: then nothing is acknowledged ahead.</summary>
    public KeptFile Kept { get; }

    /// <summary>What the turn that is under way changes by statements.</summary>
    public LoggedChanges Changes { get; } = new();

    /// <summary>Room for those who take no turns.</summary>
    public AheadGuests Guests { get; }

    /// <summary>True where writes are acknowledged ahead now.</summary>
    public bool IsActive => _isActive;

    /// <summary>True where the file does not show everything that was acknowledged.</summary>
    public bool IsUnsettled => _isUnsettled;

    /// <summary>What that is.</summary>
    public AheadKeys Pending { get; } = new();

    /// <summary>Where the next rows begin; null where the database has to be asked. In the hands of whoever has the turn.</summary>
    public AheadNumbers? Numbers { get; set; }

    /// <summary>Opens the database for this process: first does again what a killed one has acknowledged and not committed.</summary>
    public async Task OpenAsync(Func<SqliteCommands> connect, bool exists, CancellationToken cancellationToken)
    {
        // Whoever shares the lock has looked before: with the lock alone a log may stand, with it shared none does.
        if (_lock.TryAlone())
        {
            if (exists) _logs.Recover(connect);
            _logs.Clear();
        }

        await _lock.ShareAsync(cancellationToken);
        _isUnsettled = false;
    }

    /// <summary>From here on the connection that writes is used.</summary>
    public void Use(SqliteCommands commands, SqliteCheckpoints checkpoints) => (_transaction.Commands, _checkpoints) = (commands, checkpoints);

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

    /// <summary>Gives it back, with no transaction open.</summary>
    public void Release() => _connection.Release();

    /// <summary>Begins to acknowledge ahead, where that is possible now: one write goes on with what is, several begin it. Whoever has the turn.</summary>
    public async Task<bool> TryBeginAsync(int writes)
    {
        if (Kept.IsKept || _pause.IsOn || Log.IsTorn || (writes < 2 && !_isUnsettled)) return false;
        if (_isActive && !_isUndone && (Log.Length <= AheadSchedule.MostPending || (await _thread.SettleAsync() && _isActive && !_isUndone))) return true;
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
            _transaction.Apply(_logs.Number);
            return Numbers = read(_transaction.Commands);
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
        _schedule.Ask();
        await _connection.WaitAsync();
        try
        {
            _transaction.Apply(_logs.Number);
            _transaction.Begin();
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
    /// <param name="touched">Every resource that was changed; null where nobody knows.</param>
    /// <exception cref="SqliteException">The transaction was undone by the database.</exception>
    public void Leave(IEnumerable<(string Type, string Id)>? touched)
    {
        try
        {
            if (_transaction.IsRolledBack) throw SqliteWriter.Undone();
            if (!Changes.IsWhole) Settle(hasMore: true);
            else if (!Changes.IsEmpty) Append(Changes, areAdded: true, touched);
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
        if (!Changes.IsEmpty || _isUndone || _transaction.IsRolledBack) Undo();
        _connection.Release();
    }

    /// <summary>Writes a group down; from then on it may be told. Whoever has the turn, or the connection.</summary>
    /// <exception cref="IOException">It could not be written, or may not be any more: nothing of it stands.</exception>
    public void Append(LoggedChanges changes, bool areAdded, IEnumerable<(string Type, string Id)>? touched)
    {
        lock (_gate)
        {
            if (!_isActive || _isUndone) throw new IOException("Nothing is acknowledged ahead any more.");

            // Before the first who is told can ask.
            _isUnsettled = true;
            Pending.Add(_logs.Number, touched);
            var isFirst = Log.Count == 0;
            Log.Append(changes.Record);
            _schedule.Add(Log.Length, isFirst);
            if (!areAdded) _transaction.Add(_logs.Number, changes);
        }

        if (_schedule.IsDue) _thread.Wake();
    }

    /// <summary>Returns when the file shows whatever was acknowledged before the call.</summary>
    /// <exception cref="SqliteException">It cannot be made to: nobody may read now.</exception>
    public async Task SettleAsync()
    {
        _schedule.Ask();
        if (Log.Count is > 0 and < WorthwhileGroups) _pause.Begin(Breather);
        await CatchUpAsync();
    }

    /// <summary>The same for whoever is about to take the turn: what others have acknowledged is committed while they still hand over.</summary>
    /// <exception cref="SqliteException">It cannot be made to.</exception>
    public async Task CatchUpAsync()
    {
        if (!_isUnsettled || (_isActive && await _thread.SettleAsync())) return;
        await _connection.WaitAsync();
        try
        {
            if (!_isUnsettled) return;
            await RejoinAsync();
            SettleHeld();
        }
        finally
        {
            _connection.Release();
        }
    }

    /// <summary>Commits what can be, before the connection is closed.</summary>
    public async Task EndAsync()
    {
        _thread.Dispose();
        if (_isUnsettled && _transaction.IsUsable) await Guests.SettleAsync();
        _transaction.Close();
    }

    public void Dispose()
    {
        // What could not be committed is done again when the database is next opened.
        if (_lock.IsAlone && !_isUnsettled) _logs.Clear();
        _logs.Dispose();
        _lock.Dispose();
        _connection.Dispose();
    }

    // Adds what was told to a transaction and commits it where it is time to, or somebody waits for it.
    private AheadPass GoOn(bool isAsked)
    {
        if (_isActive && _lock.IsWanted) _pause.BeginLong();
        var isIdle = _schedule.IsIdle;
        if (!isAsked && !isIdle && !_isUndone && !_schedule.IsDue) return AheadPass.Waits;
        _connection.Wait();
        try
        {
            if (!_isActive) return AheadPass.Ended;
            if (_isUndone && _pause.IsOn && !isAsked) return AheadPass.Waits;
            SettleHeld();
            if (isIdle && _schedule.IsIdle) GiveWay();
            return _isActive ? AheadPass.Settled : AheadPass.Ended;
        }
        catch (Exception problem) when (problem is SqliteException or IOException or InvalidDataException or LoadConflictException)
        {
            Undo();
            _pause.BeginLong();
            return AheadPass.Failed;
        }
        finally
        {
            _connection.Release();
        }
    }

    private WriteLog Log => _logs.Current;

    // Everything below: whoever has the connection.
    private Task RejoinAsync() => _lock.IsOut ? _lock.ShareAsync(CancellationToken.None) : Task.CompletedTask;

    private void SettleHeld()
    {
        if (_isUndone) Restore();
        Settle(hasMore: false);
        lock (_gate) _isUnsettled = _isUndone || Log.Count > 0;
    }

    private bool TryActivate()
    {
        // Between the two locks somebody else may acknowledge what this process does not know.
        _isUnsettled = true;
        if (!_lock.TryAlone())
        {
            _pause.BeginLonger();
            _isUnsettled = !_lock.TryShare();
            return false;
        }

        _pause.Reset();
        try
        {
            _logs.Begin(_transaction.Commands, RandomNumberGenerator.GetInt32(1, int.MaxValue / 2));
            Pending.Begin(_logs.Number);
            _schedule.Begin();
            (Numbers, _isActive, _isUnsettled) = (null, true, false);
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
            if (!Kept.IsKept && (!_isActive || _isUndone || Log.Count > 0)) return;
            Kept.LetGo(_transaction.Commands);
            Pending.End();
            (_isActive, _isUnsettled) = (false, true);
            _logs.Clear();
            _isUnsettled = !_lock.TryShare();
        }
    }

    // Commits what was acknowledged until now; what comes meanwhile belongs to the next transaction already.
    private void Settle(bool hasMore)
    {
        int number;
        lock (_gate)
        {
            if (Log is { Count: 0, IsTorn: false } && !hasMore)
            {
                _transaction.RollBack();
                return;
            }

            number = _logs.Next();
            _schedule.Next();
        }

        try
        {
            _transaction.Commit(number);
        }
        catch
        {
            Undo(number);
            throw;
        }

        lock (_gate)
        {
            Pending.Commit(number);
            _isUnsettled = Log.Count > 0;
        }

        _checkpoints?.Committed(_transaction.Commands);
    }

    // Whoever began while another undid has a transaction of its own open.
    private void Undo() => Undo(_isUndone ? _undone : _logs.Number);

    private void Undo(int number)
    {
        _transaction.RollBack();
        lock (_gate)
        {
            if (!_logs.IsNothing(number)) (_isUndone, _undone, _isUnsettled) = (true, number, true);
        }
    }

    private void Restore()
    {
        lock (_gate)
        {
            _transaction.RollBack();
            _logs.Replay(_transaction.Commands, _undone);
            _transaction.Clear();
            Pending.Commit(_logs.Number - 1);
            _schedule.Next();
            _isUndone = false;
        }
    }
}
