namespace CareExchange.Storage.Database.Sqlite;

/// <summary>The thread that adds to the database what was acknowledged ahead, and commits it. It goes when there is nothing left to do.</summary>
/// <remarks>Whoever waits for a commit gives its thread back meanwhile: of the few that answer requests, one that waits for the disk is missed by all.</remarks>
/// <param name="goOn">Does what there is to do, told whether somebody waits for all of it.</param>
internal sealed class AheadThread(Func<bool, AheadPass> goOn) : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);
    private readonly AutoResetEvent _signal = new(false);
    private readonly Lock _gate = new();
    private List<TaskCompletionSource<bool>> _waiting = [];
    private Thread? _thread;
    private volatile bool _isEnded;

    /// <summary>Begins; the one before has been told to end, or there was none.</summary>
    public void Start()
    {
        lock (_gate)
        {
            var before = _thread;
            _thread = new Thread(() => Run(before)) { IsBackground = true, Name = "writes ahead" };
            _thread.Start();
        }
    }

    /// <summary>There is something to do.</summary>
    public void Wake() => _signal.Set();

    /// <summary>Has everything committed that was told until now. False where that is left to the caller: the thread has gone, or it did not work.</summary>
    public Task<bool> SettleAsync()
    {
        lock (_gate)
        {
            if (_isEnded || _thread is null) return Task.FromResult(false);
            var waiting = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add(waiting);
            _signal.Set();
            return waiting.Task;
        }
    }

    public void Dispose()
    {
        Thread? thread;
        lock (_gate)
        {
            if (_isEnded) return;
            _isEnded = true;
            _signal.Set();
            thread = _thread;
        }

        thread?.Join();
        _signal.Dispose();
    }

    private void Run(Thread? before)
    {
        before?.Join();
        for (var pass = AheadPass.Waits; pass != AheadPass.Ended && !_isEnded;)
        {
            _signal.WaitOne(Tick);
            var waiting = Take();
            pass = goOn(waiting.Count > 0);
            foreach (var one in waiting) one.SetResult(pass == AheadPass.Settled);
        }

        lock (_gate)
        {
            // Whoever began again meanwhile goes on with those who wait.
            if (_thread != Thread.CurrentThread) return;
            _thread = null;
        }

        foreach (var one in Take()) one.SetResult(false);
    }

    private List<TaskCompletionSource<bool>> Take()
    {
        lock (_gate)
        {
            if (_waiting.Count == 0) return [];
            var waiting = _waiting;
            _waiting = [];
            return waiting;
        }
    }
}
