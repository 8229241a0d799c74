using Microsoft.Data.Sqlite;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>The only connection that writes. Transactions take turns; neighbours share one commit, and so one fsync.</summary>
/// <remarks>
/// Each turn but the first is a savepoint inside one SQLite transaction: the first is undone with all of it, and a savepoint would have SQLite keep
/// a copy of every page that it changes. When a turn ends while others wait, the next turn goes into the same
/// SQLite transaction; when nobody waits, or the batch is large or old enough, it is committed and all who ended in it return together.
/// A turn may therefore read what its neighbours wrote and nobody has acknowledged yet: if that commit fails, the turn fails with them,
/// and a turn that is undone waits for the batch it looked into, so that nothing unacknowledged is ever told.
/// Turns that are acknowledged ahead (<see cref="WritesAhead"/>) are in none of these transactions: before one of them begins, the transaction of the turns before is committed,
/// and everything that was acknowledged ahead is before any other turn begins.
/// </remarks>
internal sealed class SqliteWriter(SqliteCommands commands, WritesAhead ahead, SqliteCheckpoints checkpoints, TimeSpan timeout, TimeProvider clock)
{
    private const int BatchLimit = 256;
    private static readonly TimeSpan BatchAge = TimeSpan.FromMilliseconds(10);
    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource<bool>> _waiting = new();
    private readonly List<TaskCompletionSource> _ended = [];
    private bool _taken;
    private bool _open;
    private bool _marked;
    private long _openedAt;

    public SqliteCommands Commands { get; } = commands;

    /// <summary>Waits for a turn and begins it.</summary>
    /// <exception cref="TimeoutException">Nobody let go in time.</exception>
    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        // Nobody else waits for what is committed before the turn is taken.
        if (ahead.IsUnsettled) await ahead.CatchUpAsync();
        await TakeTurnAsync(cancellationToken);
        await BeginAsync();
    }

    /// <summary>Waits for a turn that may be acknowledged ahead, and begins it so if that is possible now.</summary>
    /// <param name="writes">How many share it.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>False where it has begun as any other turn.</returns>
    /// <exception cref="TimeoutException">Nobody let go in time.</exception>
    public async Task<bool> EnterAheadAsync(int writes, CancellationToken cancellationToken)
    {
        await TakeTurnAsync(cancellationToken);
        try
        {
            if (_open) Flush();
            if (await ahead.TryBeginAsync(writes)) return true;
        }
        catch
        {
            PassOn();
            throw;
        }

        await BeginAsync();
        return false;
    }

    private async Task TakeTurnAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource<bool>? turn = null;
        lock (_lock)
        {
            if (_taken) _waiting.Enqueue(turn = new(TaskCreationOptions.RunContinuationsAsynchronously));
            _taken = true;
        }

        if (turn is not null) await WaitAsync(turn, cancellationToken);
    }

    /// <summary>Begins a turn that was taken as any other.</summary>
    public async Task BeginAsync()
    {
        try
        {
            if (!_open) await OpenAsync();

            // Whoever ended in this transaction before must not be undone with this turn.
            _marked = _ended.Count > 0;
            if (_marked) Commands.Execute("SAVEPOINT turn");
        }
        catch
        {
            EndTurn(batchIsLost: _open && IsRolledBack());
            throw;
        }
    }

    private async Task OpenAsync()
    {
        await ahead.TakeAsync();
        try
        {
            Commands.Execute("BEGIN IMMEDIATE");
        }
        catch
        {
            ahead.Release();
            throw;
        }

        _open = true;
        _openedAt = clock.GetTimestamp();
    }

    // The transaction has ended, one way or the other.
    private void Close()
    {
        if (_open) ahead.Release();
        _open = false;
    }

    /// <summary>Ends the turn; returns when the batch is on disk.</summary>
    public Task CommitAsync()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            if (_marked) Commands.Execute("RELEASE turn");
            else if (IsRolledBack()) throw Undone();
        }
        catch (SqliteException)
        {
            UndoTurn();
            throw;
        }

        _ended.Add(done);
        EndTurn(batchIsLost: false);
        return done.Task;
    }

    /// <summary>Undoes the turn; returns when what it may have read is on disk.</summary>
    public async Task RollBackAsync()
    {
        TaskCompletionSource? neighbours = null;
        if (_ended.Count > 0 && !IsRolledBack()) _ended.Add(neighbours = new(TaskCreationOptions.RunContinuationsAsynchronously));
        UndoTurn();
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

    private void UndoTurn()
    {
        // After a full disk SQLite undoes the whole transaction by itself: then everybody's turn in it is lost.
        var lost = IsRolledBack();
        try
        {
            if (!lost && !_marked)
            {
                Commands.Execute("ROLLBACK");
                Close();
            }
            else if (!lost)
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
        if (batchIsLost) Fail(Undone());
        else if (_open && (!SomebodyWaits() || _ended.Count >= BatchLimit || clock.GetElapsedTime(_openedAt) > BatchAge)) Flush();
        PassOn();
    }

    private void Flush()
    {
        try
        {
            Commands.Execute(_ended.Count > 0 ? "COMMIT" : "ROLLBACK");
        }
        catch (SqliteException failure)
        {
            Fail(failure);
            return;
        }

        foreach (var done in _ended) done.SetResult();
        _ended.Clear();
        if (!ahead.Kept.IsKept) checkpoints.Committed(Commands);
        Close();
    }

    private void Fail(SqliteException failure)
    {
        if (!IsRolledBack()) Commands.Execute("ROLLBACK");
        Close();
        foreach (var done in _ended) done.SetException(failure);
        _ended.Clear();
    }

    /// <summary>What those are told whose transaction SQLite has undone by itself.</summary>
    public static SqliteException Undone() => new("The transaction was undone by the database.", SQLitePCL.raw.SQLITE_FULL);

    private bool IsRolledBack() => SQLitePCL.raw.sqlite3_get_autocommit(Commands.Connection.Handle) != 0;

    private bool SomebodyWaits()
    {
        lock (_lock) return _waiting.Any(turn => !turn.Task.IsCompleted);
    }

    /// <summary>Ends a turn that was acknowledged ahead, or gives it up.</summary>
    public void PassOn()
    {
        lock (_lock)
        {
            while (_waiting.TryDequeue(out var turn))
            {
                if (turn.TrySetResult(true)) return;
            }

            // Whoever was seen waiting has given up meanwhile: commit for those who ended.
            if (_open) Flush();
            _taken = false;
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
