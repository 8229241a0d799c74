namespace CareExchange.Storage.Database.Postgres;

/// <summary>So many at a time; whoever comes then waits in the order of coming, and not for ever.</summary>
internal sealed class PostgresTurns(int count, TimeSpan patience) : IDisposable
{
    private readonly SemaphoreSlim _free = new(count);

    /// <exception cref="TimeoutException">Nobody gave a turn back in time: the database is asked for more than it can do now.</exception>
    public async Task TakeAsync(CancellationToken cancellationToken)
    {
        if (!await _free.WaitAsync(patience, cancellationToken)) throw new TimeoutException("No connection of the database became free in time.");
    }

    public void Return() => _free.Release();

    public void Dispose() => _free.Dispose();
}
