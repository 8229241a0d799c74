using System.Collections.Frozen;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Jobs;
using Microsoft.Extensions.Logging;

namespace CareExchange.Exchange.Jobs;

/// <summary>Runs due jobs of any node, step by step, until it is told to stop.</summary>
/// <remarks>A step that throws is tried again later from the same state; one that keeps throwing ends its job. While the database is away
/// nothing is counted: the runner waits and goes on. On stop the jobs in hand are given back, so another node goes on at once.</remarks>
public sealed partial class JobRunner(
    JobStore store, JobQueue queue, IEnumerable<IJobKind> kinds, JobRunnerOptions options, TimeProvider clock, ILogger<JobRunner> logger)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan BetweenExpiries = TimeSpan.FromMinutes(1);
    private readonly FrozenDictionary<string, IJobKind> _kinds = kinds.ToFrozenDictionary(kind => kind.Kind, StringComparer.Ordinal);

    /// <summary>Returns when everything in hand has been given back.</summary>
    public Task RunAsync(CancellationToken stopping) =>
        Task.WhenAll([LoopAsync(ExpireAsync, stopping), .. Enumerable.Range(0, options.Workers).Select(_ => LoopAsync(WorkAsync, stopping))]);

    private async Task LoopAsync(Func<CancellationToken, Task> turn, CancellationToken stopping)
    {
        string? waitsFor = null;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await turn(stopping);
                waitsFor = null;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception problem)
            {
                // Whatever it was, jobs go on when it is over: the database away, the disk full.
                if (waitsFor != problem.GetType().Name) LogUnavailable(waitsFor = problem.GetType().Name);
                await Task.Delay(options.Poll, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ExpireAsync(CancellationToken stopping)
    {
        await store.ExpireAsync(stopping);
        await Task.Delay(BetweenExpiries, clock, stopping);
    }

    private async Task WorkAsync(CancellationToken stopping)
    {
        if (await store.TakeAsync(_kinds.Keys, 1, options.Lease, stopping) is [var lease]) await RunAsync(lease, stopping);
        else await queue.WaitAsync(options.Poll, stopping);
    }

    private async Task RunAsync(JobLease lease, CancellationToken stopping)
    {
        var began = clock.GetTimestamp();
        for (var job = lease.Job; ;)
        {
            if (job.Attempts > options.Attempts)
            {
                await FailAsync(lease, job.Progress);
                return;
            }

            if (await StepAsync(lease, job, stopping) is not { } step || !await SaveAsync(lease, step) || step.Status != JobStatus.Active) return;
            job = job with { State = step.Content, Progress = step.Progress, Attempts = 1 };
            if (step.NotBefore is null && !stopping.IsCancellationRequested && clock.GetElapsedTime(began) < options.Slice) continue;
            await store.ReleaseAsync(lease, step.NotBefore, CancellationToken.None);
            return;
        }
    }

    // What a step has done is saved whether the gateway stops or not.
    private Task<bool> SaveAsync(JobLease lease, JobStep step) => step.Status switch
    {
        JobStatus.Active => store.SaveAsync(lease, step.Content, step.Progress, step.Parts, options.Lease, CancellationToken.None),
        JobStatus.Done => store.FinishAsync(lease, step.Content, step.Progress, step.Parts, step.Keep ?? options.Keep, CancellationToken.None),
        _ => store.FailAsync(lease, step.Content, step.Progress, step.Keep ?? options.Keep, CancellationToken.None),
    };

    private async Task<JobStep?> StepAsync(JobLease lease, JobRow job, CancellationToken stopping)
    {
        try
        {
            return await new JobHold(store, lease, options, clock).RunAsync(held => _kinds[job.Kind].StepAsync(job, held), stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await store.ReleaseAsync(lease, null, CancellationToken.None);
        }
        catch (Exception problem)
        {
            LogFailure(job.Kind, job.Id, job.Attempts, problem.GetType().Name, problem.StackTrace);
            if (job.Attempts >= options.Attempts) await FailAsync(lease, job.Progress);
            else await store.RetryAsync(lease, clock.GetUtcNow() + PauseAfter(job.Attempts), CancellationToken.None);
        }

        return null;
    }

    private Task FailAsync(JobLease lease, string progress)
    {
        var issue = Issue.Error("exception", "job-given-up", "The job failed repeatedly and was given up.", "작업이 거듭 실패하여 중단되었습니다.");
        return store.FailAsync(lease, OperationOutcome.Write([issue]), progress, options.Keep, CancellationToken.None);
    }

    private TimeSpan PauseAfter(int attempts)
    {
        var pause = options.Pause * Math.Pow(2, Math.Min(attempts, 30) - 1);
        return pause < LongestPause ? pause : LongestPause;
    }

    // Not the exception itself: its text may quote somebody's data.
    [LoggerMessage(3501, LogLevel.Error, "Job {Kind} {Id} failed at try {Attempt}: {Problem} {Stack}")]
    private partial void LogFailure(string kind, string id, int attempt, string problem, string? stack);

    [LoggerMessage(3502, LogLevel.Warning, "Jobs wait: {Problem}")]
    private partial void LogUnavailable(string problem);
}
