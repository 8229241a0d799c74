using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Requests;
using Microsoft.Extensions.Hosting;

namespace CareExchange.Server.Hosting;

/// <summary>Relabels what is stored when the operator has changed the security-label rules; whoever writes meanwhile comes first.</summary>
internal sealed partial class RelabellingService(Relabelling relabelling, DatabaseAbsence absence, ILogger<RelabellingService> logger) : BackgroundService
{
    private static readonly TimeSpan s_breath = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await relabelling.BeginAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var isMore = true; isMore;)
        {
            try
            {
                isMore = await relabelling.StepAsync(new RequestTrace(Guid.CreateVersion7().ToString("N"), null, null), stoppingToken);
                await Task.Delay(s_breath, stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                if (!absence.Explains(failure)) LogFailed(failure.GetType().Name, failure.StackTrace);
                await Task.Delay(s_again, stoppingToken);
            }
        }
    }

    // Not the exception itself: its text may quote somebody's data.
    [LoggerMessage(8405, LogLevel.Warning, "Relabelling failed; it goes on where it was: {Problem} {Stack}")]
    private partial void LogFailed(string problem, string? stack);
}
