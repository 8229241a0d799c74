using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using CareExchange.Storage.Database;
using CareExchange.Storage.Database.Sqlite;

namespace CareExchange.Storage.Audit;

/// <summary>Records looks in the file of the looks: one thread, which takes whatever has gathered while it committed what came before.</summary>
/// <remarks>A row stands in the file when its caller is told. A group that fails is told to everybody in it, and nothing of it stands: no look is shown unrecorded.
/// What went into the journal is moved into the table by another thread, when nobody looks or while much of it waits; nobody who looks waits for that.</remarks>
internal sealed class LookWriter : IAsyncDisposable
{
    // Past this a group gains nothing, and those in it wait for each other.
    private const int GroupLimit = 256;

    // So many bytes wait for a quiet moment, some hundred thousand looks: listing them first moves them, which takes some seconds.
    private const long MostWaiting = 256 * 1024 * 1024;

    // With so many the table gets all the time that it can use.
    private const long FarTooMany = 1024 * 1024 * 1024;

    // With so many whoever looks waits for the table: the disk is not for putting off work without end.
    private const long TooMany = FarTooMany + (256 * 1024 * 1024);

    // So many are moved before the gateway stops; more are left to the next start.
    private const long FewAtTheEnd = 8 * 1024 * 1024;
    private const int RowsOfAStep = 4096;
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(100);

    // One part work to nine of rest: whoever uses the machine in a quiet moment hardly notices.
    private const double LeastShare = 0.1;

    // Where the disk takes this long, whoever was just answered is back before it is asked again, and all go in one group instead of two that wait for each other.
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(1.5);
    private const int ShareOfWaiting = 3;

    private readonly ConcurrentQueue<Look> _waiting = new();
    private readonly object _sleep = new();
    private readonly SemaphoreSlim _ended = new(0);
    private readonly List<Look> _group = new(GroupLimit);
    private readonly LookFile _file;
    private readonly LookChain _chain;
    private readonly Thread _tending;
    private readonly ManualResetEventSlim _closing = new();
    private volatile int _awaited;
    private volatile bool _isClosing;
    private volatile bool _isStuck;
    private TimeSpan _took;
    private int _atOnce;
    private long _lastWrite;

    private LookWriter(LookFile file)
    {
        (_file, _chain) = (file, new LookChain(file));
        new Thread(Run) { IsBackground = true, Name = "looks" }.Start();
        _tending = new Thread(Tend) { IsBackground = true, Name = "looks-table" };
        _tending.Start();
    }

    /// <summary>The writer of a database; null where looks are recorded beside everything else.</summary>
    public static LookWriter? Of(StorageDatabase database) => database.Dialect.Looks is null ? null : database.Keep(static one => new LookWriter(one.Dialect.Looks!));

    /// <summary>Appends rows, together or not at all; returns when they stand.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="isShort">True where next to nothing is left to do afterwards: it is done by whoever committed, without a switch of threads.</param>
    /// <param name="cancellationToken">Cancels what has not begun.</param>
    public Task WriteAsync(IReadOnlyList<AuditRow> rows, bool isShort, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isClosing, this);
        var look = new Look(rows, isShort, cancellationToken);
        _waiting.Enqueue(look);
        Wake();
        return look.Task;
    }

    /// <summary>How far the chain of the looks is; null where there are none.</summary>
    public async Task<AuditChainHead?> HeadAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isClosing, this);
        var question = new Look([], isShort: false, cancellationToken);
        _waiting.Enqueue(question);
        Wake();
        await question.Task;
        return question.Last is { Sequence: > 0 } last ? new(LookFile.Shard, last.Sequence, last.Hash) : null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isClosing) return;
        _isClosing = true;
        _closing.Set();
        _tending.Join();
        Wake();
        await _ended.WaitAsync();
        if (_file.Settling.Waiting < FewAtTheEnd) _file.Settling.Finish();
        _ended.Dispose();
        _closing.Dispose();
    }

    private void Run()
    {
        while (true)
        {
            Gather();
            Take();
            if (_group.Count == 0)
            {
                if (_isClosing) break;
                Sleep(1, Timeout.Infinite);
                continue;
            }

            HoldBack();
            var begun = Stopwatch.GetTimestamp();
            var problem = Write();
            _took = Stopwatch.GetElapsedTime(begun);
            _atOnce = _group.Count + _waiting.Count;
            foreach (var look in _group) look.End(problem);
        }

        _ended.Release();
    }

    // What is moved makes room, and not the end of a step: nobody waits longer than for that.
    private void HoldBack()
    {
        while (!_isStuck && _file.Settling.Waiting > TooMany && !_closing.Wait(1))
        {
        }
    }

    private void Gather()
    {
        if (_took < Slow || _waiting.IsEmpty || _waiting.Count >= Math.Min(_atOnce, GroupLimit)) return;
        Sleep(Math.Min(_atOnce, GroupLimit), (int)Math.Min(_took.TotalMilliseconds / ShareOfWaiting, 5) + 1);
    }

    // Until so many wait. Spinning would burn what the answers need: the disk takes longer than any spin.
    private void Sleep(int count, int milliseconds)
    {
        lock (_sleep)
        {
            _awaited = count;

            // Whoever came before this line is seen here; whoever comes after it sees that somebody sleeps.
            Interlocked.MemoryBarrier();
            if (_waiting.Count < count && !_isClosing) Monitor.Wait(_sleep, milliseconds);
            _awaited = 0;
        }
    }

    private void Wake()
    {
        Interlocked.MemoryBarrier();
        var awaited = _awaited;
        if (awaited == 0 || (awaited > 1 && _waiting.Count < awaited && !_isClosing)) return;
        lock (_sleep) Monitor.Pulse(_sleep);
    }

    private void Take()
    {
        _group.Clear();
        while (_group.Count < GroupLimit && _waiting.TryDequeue(out var look))
        {
            if (look.CancellationToken.IsCancellationRequested) look.SetCanceled(look.CancellationToken);
            else _group.Add(look);
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "It is told to everybody who waits.")]
    private Exception? Write()
    {
        try
        {
            _chain.Begin(_group.Sum(static look => look.Rows.Count));
            foreach (var look in _group)
            {
                foreach (var row in look.Rows) _chain.Append(row);
                if (look.Rows.Count == 0) look.Last = _chain.Last;
            }

            _chain.Commit();
            Volatile.Write(ref _lastWrite, Stopwatch.GetTimestamp());
            return null;
        }
        catch (Exception problem)
        {
            _chain.RollBack();
            return problem;
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Nothing is lost: it stands in the journal, and the next turn tries again.")]
    private void Tend()
    {
        while (!_closing.Wait(Quiet))
        {
            try
            {
                _file.Journal.MakeRoomAhead();
                _file.Journal.NoteEnd();
                while (!_closing.IsSet && Share() > 0 && !_file.Settling.IsDone && _file.Settling.Step(RowsOfAStep, Rest))
                {
                }

                // Nobody is held back by what cannot be moved.
                _isStuck = _file.Settling.Waiting > TooMany;
            }
            catch (Exception)
            {
                _isStuck = true;
                _closing.Wait(TimeSpan.FromSeconds(1));
            }
        }
    }

    // False where somebody looks again: what was moved so far stands.
    private bool Rest(TimeSpan worked)
    {
        _file.Journal.MakeRoomAhead();
        _file.Journal.NoteEnd();
        var share = Share();
        if (share < 1) _closing.Wait(worked * (1 / Math.Max(share, LeastShare) - 1));
        return share > 0 && !_closing.IsSet;
    }

    // Which part of the time goes into the table: a little of it in quiet moments, none while people look, and more and more from where too many wait until none does.
    private double Share()
    {
        var waiting = _file.Settling.Waiting;
        if (waiting > MostWaiting) return Math.Clamp((double)(waiting - MostWaiting) / (FarTooMany - MostWaiting), LeastShare, 1);
        return Stopwatch.GetElapsedTime(Volatile.Read(ref _lastWrite)) >= Quiet ? LeastShare : 0;
    }

    private sealed class Look(IReadOnlyList<AuditRow> rows, bool isShort, CancellationToken cancellationToken)
        : TaskCompletionSource(isShort ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public IReadOnlyList<AuditRow> Rows { get; } = rows;

        public CancellationToken CancellationToken { get; } = cancellationToken;

        /// <summary>The end of the chain, for a look at nothing.</summary>
        public (long Sequence, string Hash) Last { get; set; }

        public void End(Exception? problem)
        {
            if (problem is null) SetResult();
            else SetException(problem);
        }
    }
}
