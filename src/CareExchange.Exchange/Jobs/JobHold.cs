using System.Data.Common;
using CareExchange.Storage.Jobs;

namespace CareExchange.Exchange.Jobs;

/// <summary>Renews a lease while a step runs, and stops the step when the lease is lost.</summary>
internal sealed class JobHold(JobStore store, JobLease lease, JobRunnerOptions options, TimeProvider clock)
{
    /// <summary>Runs the step; null where the job is not ours any more.</summary>
    public async Task<JobStep?> RunAsync(Func<CancellationToken, Task<JobStep>> step, CancellationToken stopping)
    {
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        using var over = new CancellationTokenSource();
        var renewing = RenewAsync(lost, over.Token);
        try
        {
            return await step(lost.Token);
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested && !stopping.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            await over.CancelAsync();
            await renewing;
        }
    }

    private async Task RenewAsync(CancellationTokenSource lost, CancellationToken over)
    {
        var renewed = clock.GetTimestamp();
        while (true)
        {
            try
            {
                await Task.Delay(options.Lease / 3, clock, over);
                if (!await store.RenewAsync(lease, options.Lease, over)) break;
                renewed = clock.GetTimestamp();
            }
            catch (OperationCanceledException) when (over.IsCancellationRequested)
            {
                return;
            }
            catch (Exception problem) when (problem is DbException or TimeoutException or InvalidOperationException)
            {
                // The database may come back before the lease ends; after that somebody else may have the job.
                if (clock.GetElapsedTime(renewed) > options.Lease) break;
            }
        }

        await lost.CancelAsync();
    }
}
