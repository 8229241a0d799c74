using CareExchange.Storage.Maintenance;
using Microsoft.Extensions.Hosting;

namespace CareExchange.Server.Hosting;

/// <summary>Has tables counted as they grow: what filled a fresh database a moment ago, a load, an import or transactions, is found by the right plans at once.</summary>
internal sealed partial class StatisticsKeeping(TableStatistics statistics, DatabaseAbsence absence, TimeProvider clock, ILogger<StatisticsKeeping> logger) : BackgroundService
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!statistics.IsNeeded) return;
        using var timer = new PeriodicTimer(s_every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await statistics.KeepAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                // The database may be away, or somebody else counts the same table: the next turn looks again.
                if (!absence.Explains(failure)) LogFailed(failure.GetType().Name);
            }
        }
    }

    [LoggerMessage(8303, LogLevel.Warning, "Counting the tables failed: {Problem}")]
    private partial void LogFailed(string problem);
}
