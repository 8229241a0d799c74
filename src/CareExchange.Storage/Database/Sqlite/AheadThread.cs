namespace CareExchange.Storage.Database.Sqlite;

/// <summary>The thread that adds to the database what was acknowledged ahead. It goes when there is nothing left to do.</summary>
/// <param name="goOn">Does what there is to do, told whether nobody has written for a while; false ends the thread.</param>
internal sealed class AheadThread(Func<bool, bool> goOn) : IDisposable
{
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(20);
    private readonly AutoResetEvent _signal = new(false);
    private Thread? _thread;
    private volatile bool _isEnded;

    /// <summary>Begins; the one before has been told to end, or there was none.</summary>
    public void Start()
    {
        var before = _thread;
        _thread = new Thread(() => Run(before)) { IsBackground = true, Name = "writes ahead" };
        _thread.Start();
    }

    /// <summary>There is something to do.</summary>
    public void Wake() => _signal.Set();

    public void Dispose()
    {
        if (_isEnded) return;
        _isEnded = true;
        _signal.Set();
        _thread?.Join();
        _signal.Dispose();
    }

    private void Run(Thread? before)
    {
        before?.Join();
        while (!_isEnded && goOn(!_signal.WaitOne(Idle)))
        {
        }
    }
}
