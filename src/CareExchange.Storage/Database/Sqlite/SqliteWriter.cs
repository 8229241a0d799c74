using Microsoft.Data.Sqlite;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>The only connection that writes. Transactions take turns; neighbours share one commit, and so one fsync.</summary>
/// <remarks>
/// Each turn but the first is a savepoint inside one SQLite transaction: the first is undone with all of it, and a savepoint would have SQLite keep
/// a copy of every page that it changes. When a turn ends while others wait, the next turn goes into the same
/// SQLite transaction; when nobody waits, or the batch is large or old enough, it is committed and all who ended in it return together.
/// A turn may therefore read what its neighbours wrote and nobody has acknowledged yet: if that commit fails, the turn fails with them,
/// and a turn that is undone waits for the batch it looked into, so that nothing unacknowledged is ever told.
/// Turns that may be acknowledged ahead (<see cref="WritesAhead"/>) share transactions among themselves only: those are committed when somebody reads or another turn begins.
/// </remarks>
internal sealed class SqliteWriter(SqliteCommands commands, WritesAhead ahead, TimeSpan timeout, TimeProvider clock) : IAsyncDisposable
{
    private const int BatchLimit = 256;
    private static readonly TimeSpan BatchAge = TimeSpan.FromMilliseconds(10);

    // As long as nobody writes: then the next commit has nothing to share, and other processes may come in.
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(20);

    // Whoever reads after nearly every group makes the log a second price of the same commit.
    private const int WorthwhileTurns = 3;
    private static readonly TimeSpan RestAfterReads = TimeSpan.FromMilliseconds(50);

    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource<bool>> _waiting = new();
    private readonly List<TaskCompletionSource> _ended = [];
    private TaskCompletionSource<bool>? _settling;
    private Timer? _idle;
    private bool _taken;
    private bool _open;
    private bool _marked;
    private bool _isAhead;
    private int _turns;
    private long _openedAt;

    public SqliteCommands Commands { get; } = commands;

    /// <summary>True where somebody was acknowledged whom the file does not show yet.</summary>
    public bool IsUnsettled => ahead.IsUnsettled;

    /// <summary>Waits for a turn and begins it.</summary>
    /// <param name="writesAhead">Above 0 it may be acknowledged before its commit: one goes on with what is, several begin it.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Where to note whatever the turn changes, if it is to be acknowledged so.</returns>
    /// <exception cref="TimeoutException">Nobody let go in time.</exception>
    public async Task<LoggedChanges?> EnterAsync(int writesAhead, CancellationToken cancellationToken)
    {
        TaskCompletionSource<bool>? turn = null;
        lock (_lock)
        {
            if (_taken) _waiting.Enqueue(turn = new(TaskCreationOptions.RunContinuationsAsynchronously));
            _taken = true;
        }

        if (turn is not null) await WaitAsync(turn, cancellationToken);
        try
        {
            await ahead.RejoinAsync();
            ahead.Restore(Commands);
            if (_open && writesAhead > 0 != ahead.HasPending) Flush();
            if (ahead.IsUndone) throw UndoneByDatabase();
            _isAhead = _open ? writesAhead > 0 && ahead.HasPending : writesAhead > 1 && ahead.TryBegin(Commands);
            if (!_open)
            {
                Commands.Execute("BEGIN IMMEDIATE");
                _open = true;
                _turns = 0;
                _openedAt = clock.GetTimestamp();
            }

            // Whoever ended in this transaction before must not be undone with this turn.
            _marked = _ended.Count > 0;
            if (_marked) Commands.Execute("SAVEPOINT turn");
            if (!_isAhead) return null;
            ahead.Changes.Clear();
            return ahead.Changes;
        }
        catch
        {
            EndTurn(batchIsLost: _open && IsRolledBack());
            throw;
        }
    }

    /// <summary>Ends the turn; returns when the batch is on disk.</summary>
    public Task CommitAsync()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            if (_marked) Commands.Execute("RELEASE turn");
            else if (IsRolledBack()) throw UndoneByDatabase();
        }
        catch (SqliteException)
        {
            UndoTurn(hasChanged: true);
            throw;
        }

        var isTold = _isAhead && TryAppend();
        if (isTold) done.SetResult();
        else _ended.Add(done);
        EndTurn(batchIsLost: false);
        return done.Task;
    }

    /// <summary>Undoes the turn; returns when what it may have read is on disk.</summary>
    public async Task RollBackAsync()
    {
        TaskCompletionSource? neighbours = null;
        if (_ended.Count > 0 && !IsRolledBack()) _ended.Add(neighbours = new(TaskCreationOptions.RunContinuationsAsynchronously));
        UndoTurn(hasChanged: !_isAhead || !ahead.Changes.IsEmpty);
        if (neighbours is null) return;
        try
        {
            await neighbours.Task;
        }
        catch (SqliteException)
        {
            // Their callers are told; this turn wanted to be undone anyway.
        }
    }

    /// <summary>Returns when the file shows whatever was acknowledged before the call.</summary>
    /// <exception cref="SqliteException">It cannot be made to: nobody may read now.</exception>
    public async Task SettleAsync()
    {
        while (true)
        {
            TaskCompletionSource<bool>? settling = null;
            lock (_lock)
            {
                if (_taken) settling = _settling ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
                _taken = true;
            }

            if (settling is null)
            {
                await SettleTurnAsync(isIdle: false);
                return;
            }

            if (await settling.Task) return;
        }
    }

    /// <summary>Somebody who is not among the turns wants to write: between commits there is room for a while.</summary>
    public void MakeRoom()
    {
        ahead.Rest(RestAfterReads);
        if (ahead.IsUnsettled) _ = SettleQuietlyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_idle is { } idle) await idle.DisposeAsync();
        if (ahead.IsUnsettled) await SettleQuietlyAsync();
        await Commands.DisposeAsync();
        ahead.Dispose();
    }

    private async Task SettleTurnAsync(bool isIdle)
    {
        try
        {
            await ahead.RejoinAsync();
            ahead.Restore(Commands);
            if (!Settle()) throw UndoneByDatabase();
            if (isIdle) ahead.GiveWay(TimeSpan.Zero);
        }
        finally
        {
            PassOn();
        }
    }

    // Nothing that was acknowledged is missing in the file after it; false where the database would not take it.
    private bool Settle()
    {
        if (_open && ahead.HasPending)
        {
            if (_turns < WorthwhileTurns) ahead.Rest(RestAfterReads);
            Flush();
        }

        return !ahead.IsUndone;
    }

    private async Task SettleQuietlyAsync()
    {
        try
        {
            await SettleAsync();
        }
        catch (Exception problem) when (IsToldToOthers(problem))
        {
            // Whoever reads or writes next meets it.
        }
    }

    // Where it cannot be written down the transaction is committed like any other.
    private bool TryAppend()
    {
        if (!ahead.Changes.IsWhole) return false;
        try
        {
            if (!ahead.Changes.IsEmpty) ahead.Append();
            _turns++;
            _idle ??= new Timer(_ => _ = EndIdleAsync());
            _idle.Change(Idle, Timeout.InfiniteTimeSpan);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private async Task EndIdleAsync()
    {
        lock (_lock)
        {
            if (_taken)
            {
                _idle?.Change(Idle, Timeout.InfiniteTimeSpan);
                return;
            }

            _taken = true;
        }

        try
        {
            await SettleTurnAsync(isIdle: true);
        }
        catch (Exception problem) when (IsToldToOthers(problem))
        {
            // Whoever reads or writes next meets it.
        }
    }

    private static bool IsToldToOthers(Exception problem) => problem is SqliteException or TimeoutException or IOException or InvalidDataException;

    private void UndoTurn(bool hasChanged)
    {
        // After a full disk SQLite undoes the whole transaction by itself: then everybody's turn in it is lost.
        var lost = IsRolledBack();
        try
        {
            if (!lost && !_marked && hasChanged)
            {
                Commands.Execute("ROLLBACK");
                _open = false;
                ahead.Undone();
            }
            else if (!lost && _marked)
            {
                Commands.Execute("ROLLBACK TO turn");
                Commands.Execute("RELEASE turn");
            }
        }
        catch (SqliteException)
        {
            lost = true;
        }

        EndTurn(lost);
    }

    private void EndTurn(bool batchIsLost)
    {
        if (batchIsLost) Fail(UndoneByDatabase());
        else if (_open && IsTimeToCommit()) Flush();
        PassOn();
    }

    private bool IsTimeToCommit() =>
        ahead.HasPending
            ? _ended.Count > 0 || ahead.IsDue
            : !SomebodyWaits() || _ended.Count >= BatchLimit || clock.GetElapsedTime(_openedAt) > BatchAge;

    private void Flush()
    {
        try
        {
            var number = ahead.HasPending ? WritesAhead.Renumber(Commands) : 0;
            Commands.Execute(_ended.Count > 0 || number > 0 ? "COMMIT" : "ROLLBACK");
            if (number > 0) ahead.Committed(number);
        }
        catch (SqliteException failure)
        {
            Fail(failure);
            return;
        }

        _open = false;
        if (ahead.IsWanted) ahead.GiveWay(BatchAge);
        foreach (var done in _ended) done.SetResult();
        _ended.Clear();
    }

    private void Fail(SqliteException failure)
    {
        if (!IsRolledBack()) Commands.Execute("ROLLBACK");
        _open = false;
        ahead.Undone();
        foreach (var done in _ended) done.SetException(failure);
        _ended.Clear();
    }

    private static SqliteException UndoneByDatabase() => new("The transaction was undone by the database.", SQLitePCL.raw.SQLITE_FULL);

    private bool IsRolledBack() => SQLitePCL.raw.sqlite3_get_autocommit(Commands.Connection.Handle) != 0;

    private bool SomebodyWaits()
    {
        lock (_lock) return _waiting.Any(turn => !turn.Task.IsCompleted);
    }

    private void PassOn()
    {
        while (true)
        {
            TaskCompletionSource<bool>? settling;
            lock (_lock)
            {
                (settling, _settling) = (_settling, null);
                if (settling is null)
                {
                    while (_waiting.TryDequeue(out var turn))
                    {
                        if (turn.TrySetResult(true)) return;
                    }

                    // Whoever was seen waiting has given up meanwhile: commit for those who ended.
                    if (_open && !ahead.HasPending) Flush();
                    _taken = false;
                    return;
                }
            }

            // Whoever reads goes before whoever writes next.
            if (Settle()) settling.SetResult(!ahead.IsUnsettled);
            else settling.SetException(UndoneByDatabase());
        }
    }

    private async Task WaitAsync(TaskCompletionSource<bool> turn, CancellationToken cancellationToken)
    {
        try
        {
            await turn.Task.WaitAsync(timeout, clock, cancellationToken);
        }
        catch (Exception) when (turn.TrySetResult(false))
        {
            throw;
        }
        catch (Exception)
        {
            // The turn came at the same moment: it must be passed on.
            EndTurn(batchIsLost: false);
            throw;
        }
    }
}
