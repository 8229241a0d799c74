namespace CareExchange.Exchange.Loading;

/// <summary>Gathers what is prepared into batches and writes them, each while the next one is gathered. One flow at a time.</summary>
internal sealed class LoadWriter(LoadBatch batch, LoadOrder order, LoadProgress progress, IProgress<LoadProgress>? committed, Func<bool>? goesOn) : IAsyncDisposable
{
    private List<LoadItem> _items = [];
    private List<PreparedChunk> _chunks = [];
    private Task<LoadProgress>? _writing;
    private int _resources;
    private long _bytes;

    /// <summary>What is committed.</summary>
    public LoadProgress Progress { get; private set; } = progress;

    /// <summary>True where the next batch is large enough.</summary>
    public bool IsFull => _resources >= order.BatchSize || _items.Count >= order.BatchSize || _bytes >= order.BatchBytes;

    /// <summary>True where whoever was asked after a commit does not want to go on.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>Adds a text to the next batch.</summary>
    public void Add(LoadItem item)
    {
        _items.Add(item);
        _resources += item.Entries.Count;
    }

    /// <summary>Keeps a chunk, all of whose texts were added, until they are written.</summary>
    public void Hold(PreparedChunk chunk)
    {
        _chunks.Add(chunk);
        _bytes += chunk.Chunk.Length;
    }

    /// <summary>Begins to write the batch, once the one before is committed.</summary>
    /// <param name="source">The source that the load stands in behind it.</param>
    /// <param name="line">The line that is done there.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task BeginAsync(int source, long line, CancellationToken cancellationToken)
    {
        var (items, chunks) = (_items, _chunks);
        (_items, _chunks, _resources, _bytes) = ([], [], 0, 0);
        var plan = await PlanAsync(items, cancellationToken);
        await SettleAsync();
        if (IsStopped) return;
        var before = Progress;

        // On a thread of its own: on SQLite it never waits for anything but the disk, and the pool's threads are all wanted by what is prepared meanwhile.
        _writing = Task.Factory.StartNew(
            () => WriteAsync(items, plan, chunks, before, before with { Source = source, Line = line }, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    /// <summary>Writes everything that was added.</summary>
    /// <inheritdoc cref="BeginAsync"/>
    public async Task FlushAsync(int source, long line, CancellationToken cancellationToken)
    {
        if (_items.Count > 0) await BeginAsync(source, line, cancellationToken);
        await SettleAsync();
        await batch.CommitAsync(cancellationToken);
    }

    /// <summary>Writes what is left, and that the load is done.</summary>
    public async Task<LoadProgress> EndAsync(CancellationToken cancellationToken)
    {
        var plan = await PlanAsync(_items, cancellationToken);
        await SettleAsync();
        return Progress = await WriteAsync(_items, plan, _chunks, Progress, Progress with { Source = order.Sources.Count, IsDone = true }, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        // Whoever fails elsewhere leaves no writer behind; what it says is not what went wrong.
        if (_writing is not null) await ((Task)_writing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await batch.DisposeAsync();
    }

    private async Task SettleAsync()
    {
        if (_writing is not { } writing) return;
        _writing = null;
        Progress = await writing;
        if (batch.IsCommitted) committed?.Report(Progress);
        IsStopped = goesOn?.Invoke() == false;
    }

    // While the batch before is written.
    private Task<LoadPlan> PlanAsync(List<LoadItem> items, CancellationToken cancellationToken) => Task.Run(() => batch.Plan(items), cancellationToken);

    private async Task<LoadProgress> WriteAsync(List<LoadItem> items, LoadPlan plan, List<PreparedChunk> chunks, LoadProgress before, LoadProgress place, CancellationToken cancellationToken)
    {
        var after = await batch.WriteAsync(items, plan, before, place, cancellationToken);
        foreach (var chunk in chunks) chunk.Dispose();
        return after;
    }
}
