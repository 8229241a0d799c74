using CareExchange.Exchange.Operations;
using CareExchange.Storage.Database;
using CareExchange.Storage.Resources;
using Microsoft.Extensions.Hosting;

namespace CareExchange.Server.Hosting;

/// <summary>Takes over search parameters that other nodes have stored, and begins to index by them; at start, by what a new version of the gateway knows.</summary>
internal sealed partial class IndexTending(StorageDatabase database, ReindexStore store, ReindexJobs reindexes, DatabaseAbsence absence, TimeProvider clock, ILogger<IndexTending> logger) : BackgroundService
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(1);

    // So long after a change somebody's transaction from before it may still end.
    private static readonly TimeSpan s_watch = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_betweenSweeps = TimeSpan.FromSeconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Beside the start, not before it: whoever waits for the door does not wait for this.
        await Task.Yield();
        using var timer = new PeriodicTimer(s_every, clock);
        var watched = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        var (planned, swept) = ("", clock.GetTimestamp());
        do
        {
            try
            {
                if (await database.RefreshDefinitionsAsync(stoppingToken) is var stamp && stamp != planned)
                {
                    foreach (var type in await reindexes.BeginDueAsync(stoppingToken)) watched[type] = clock.GetUtcNow() + s_watch;
                    planned = stamp;
                }

                if (watched.Count > 0 && clock.GetElapsedTime(swept) > s_betweenSweeps)
                {
                    swept = clock.GetTimestamp();
                    foreach (var type in watched.Keys) await store.SweepAsync(type, stoppingToken);
                    foreach (var (type, _) in watched.Where(entry => entry.Value < clock.GetUtcNow()).ToArray()) watched.Remove(type);
                }
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                // The database may be away: the next turn looks again.
                if (!absence.Explains(failure)) LogFailed(failure.GetType().Name);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(8302, LogLevel.Warning, "Looking after the search index failed: {Problem}")]
    private partial void LogFailed(string problem);
}
