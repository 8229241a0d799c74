using CareExchange.Exchange.Jobs;
using Microsoft.Extensions.Hosting;

namespace CareExchange.Server.Hosting;

/// <summary>Runs jobs as long as the gateway runs; stopping waits until those in hand are given back.</summary>
internal sealed class JobService(JobRunner runner) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => runner.RunAsync(stoppingToken);
}
