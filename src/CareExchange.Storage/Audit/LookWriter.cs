using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using CareExchange.Storage.Database;
using CareExchange.Storage.Database.Sqlite;

namespace CareExchange.Storage.Audit;

/// <summary>Records looks in the file of the looks: one thread, which takes whatever has gathered while it committed what came before.</summary>
/// <remarks>A row stands in the file when its caller is told. A group that fails is told to everybody in it, and nothing of it stands: no look is shown unrecorded.</remarks>
internal sealed class LookWriter : IAsyncDisposable
{
    // Past this a group gains nothing, and those in it wait for each other.
    private const int GroupLimit = 256;

    private readonly ConcurrentQueue<Work> _waiting = new();
    private readonly object _sleep = new();
    private readonly SemaphoreSlim _ended = new(0);
    private readonly LookChain _chain;
    private volatile bool _sleeps;
    private volatile bool _isClosing;

    private LookWriter(LookFile file)
    {
        _chain = new LookChain(file);
        new Thread(Run) { IsBackground = true, Name = "looks" }.Start();
    }

    /// <summary>The writer of a database; null where looks are recorded beside everything else.</summary>
    public static LookWriter? Of(StorageDatabase database) => database.Dialect.Looks is null ? null : database.Keep(static one => new LookWriter(one.Dialect.Looks!));

    /// <summary>Appends rows, together or not at all; returns when they stand.</summary>
    public Task WriteAsync(IReadOnlyList<AuditRow> rows, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isClosing, this);
        var work = new Work(rows, cancellationToken);
        _waiting.Enqueue(work);
        Wake();
        return work.Task;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isClosing) return;
        _isClosing = true;
        Wake();
        await _ended.WaitAsync();
        _ended.Dispose();
    }

    private void Run()
    {
        var group = new List<Work>(GroupLimit);
        while (true)
        {
            Take(group);
            if (group.Count > 0)
            {
                Write(group);
                continue;
            }

            if (_isClosing) break;
            Sleep();
        }

        _ended.Release();
    }

    // Spinning would burn what the answers need: the disk takes longer than any spin.
    private void Sleep()
    {
        lock (_sleep)
        {
            _sleeps = true;

            // Whoever came before this line is seen here; whoever comes after it sees that somebody sleeps.
            Interlocked.MemoryBarrier();
            if (_waiting.IsEmpty && !_isClosing) Monitor.Wait(_sleep);
            _sleeps = false;
        }
    }

    private void Wake()
    {
        Interlocked.MemoryBarrier();
        if (!_sleeps) return;
        lock (_sleep) Monitor.Pulse(_sleep);
    }

    private void Take(List<Work> group)
    {
        group.Clear();
        while (group.Count < GroupLimit && _waiting.TryDequeue(out var work))
        {
            if (work.CancellationToken.IsCancellationRequested) work.SetCanceled(work.CancellationToken);
            else group.Add(work);
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "It is told to everybody who waits.")]
    private void Write(List<Work> group)
    {
        try
        {
            _chain.Begin();
            foreach (var work in group)
            {
                foreach (var row in work.Rows) _chain.Append(row);
            }

            _chain.Commit();
        }
        catch (Exception problem)
        {
            _chain.RollBack();
            foreach (var work in group) work.SetException(problem);
            return;
        }

        foreach (var work in group) work.SetResult();
    }

    private sealed class Work(IReadOnlyList<AuditRow> rows, CancellationToken cancellationToken) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public IReadOnlyList<AuditRow> Rows { get; } = rows;

        public CancellationToken CancellationToken { get; } = cancellationToken;
    }
}
