using CareExchange.Storage.Maintenance;
using Microsoft.Extensions.Hosting;

namespace CareExchange.Server.Hosting;

/// <summary>Has the database look at its tables soon after they were filled, so that the first searches are planned by what they hold.</summary>
internal sealed partial class StatisticsKeeping(TableStatistics statistics, TimeProvider clock, ILogger<StatisticsKeeping> logger) : BackgroundService
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await statistics.RefreshAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                // Plans stay as they are; the next turn looks again.
                LogFailed(failure.GetType().Name);
            }
        }
    }

    [LoggerMessage(8303, LogLevel.Warning, "Looking at the tables anew failed: {Problem}")]
    private partial void LogFailed(string problem);
}
