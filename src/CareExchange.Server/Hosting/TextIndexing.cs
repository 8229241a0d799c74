using CareExchange.Storage.Resources;
using Microsoft.Extensions.Hosting;

namespace CareExchange.Server.Hosting;

/// <summary>Brings the full-text index forward between questions, once somebody has asked one: writers never wait for it.</summary>
internal sealed partial class TextIndexing(ResourceStore resources, DatabaseAbsence absence, TimeProvider clock, ILogger<TextIndexing> logger) : BackgroundService
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(30);

    // Between two batches whoever waits for the writer gets it.
    private static readonly TimeSpan s_breath = TimeSpan.FromMilliseconds(50);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await resources.AdvanceTextAsync(stoppingToken)) await Task.Delay(s_breath, clock, stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                // A busy database must not stop the gateway: questions are answered without it, and the next round tries again.
                if (!absence.Explains(failure)) LogFailed(failure.GetType().Name, failure.StackTrace);
            }
        }
    }

    // Not the exception itself: its text may quote somebody's data.
    [LoggerMessage(8301, LogLevel.Warning, "Bringing the full-text index forward failed: {Problem} {Stack}")]
    private partial void LogFailed(string problem, string? stack);
}
