using System.Collections.Concurrent;

namespace CareExchange.Exchange.Loading;

/// <summary>Threads of a load's own, one for each core, on which its chunks are prepared.</summary>
/// <remarks>On the pool everything that is awaited would wait behind the chunks: each answer of the database, and in a gateway each request.</remarks>
internal sealed class LoadThreads : TaskScheduler, IDisposable
{
    private readonly BlockingCollection<Task> _tasks = [];

    /// <summary>Starts the threads; they end when what was begun is done after <see cref="Dispose"/>.</summary>
    public LoadThreads()
    {
        for (var core = 0; core < Environment.ProcessorCount; core++) new Thread(Run) { IsBackground = true, Name = "load" }.Start();
    }

    /// <inheritdoc/>
    public void Dispose() => _tasks.CompleteAdding();

    /// <summary>Does work on one of the threads.</summary>
    public Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken) => Task.Factory.StartNew(work, cancellationToken, TaskCreationOptions.None, this);

    /// <inheritdoc/>
    protected override void QueueTask(Task task) => _tasks.Add(task);

    /// <inheritdoc/>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    /// <inheritdoc/>
    protected override IEnumerable<Task> GetScheduledTasks() => [.. _tasks];

    private void Run()
    {
        foreach (var task in _tasks.GetConsumingEnumerable()) TryExecuteTask(task);
    }
}
