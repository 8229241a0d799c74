using CareExchange.Exchange.Sending;
using Microsoft.Extensions.Hosting;

namespace CareExchange.Server.Partners;

/// <summary>Looks for new messages and sends them, each kind for itself: a partner that does not answer holds up nobody else.</summary>
internal sealed partial class PushService(IReadOnlyList<PushOptions> pushes, PartnerPush push, PushCallers callers, PushAddress address, TimeProvider clock, ILogger<PushService> logger) : BackgroundService
{
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(pushes.Select(options => RunAsync(options, stoppingToken)));

    private async Task RunAsync(PushOptions options, CancellationToken stopping)
    {
        var target = options.AsTarget;
        using var http = options.IsMllp ? null : new HttpPushChannel(options);
        string? stoppedBy = null;
        IPushChannel channel = http is not null ? http : new MllpPushChannel(options);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await push.BeginAsync(target, stopping);
                await push.ScanAsync(target, stopping);
                var caller = await callers.FindAsync(options, stopping);
                while (await push.DeliverAsync(target, channel, caller, address.Value, stopping) > 0)
                {
                }

                stoppedBy = null;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception problem)
            {
                // The database away, a mistake in a map: what waits keeps its lease until that ends, and is tried again then.
                if (stoppedBy != problem.GetType().Name) LogFailed(options.Partner, options.Output, stoppedBy = problem.GetType().Name);
            }

            await Task.Delay(Turn, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Not the exception itself: its text may quote somebody's data.
    [LoggerMessage(8201, LogLevel.Error, "Sending {Output} to {Partner} stopped for now: {Problem}")]
    private partial void LogFailed(string partner, string output, string problem);
}
