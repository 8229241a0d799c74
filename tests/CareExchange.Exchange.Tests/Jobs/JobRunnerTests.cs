using System.Text;
using CareExchange.Exchange.Jobs;
using CareExchange.Storage.Jobs;
using Microsoft.Extensions.Logging.Abstractions;

namespace CareExchange.Exchange.Tests.Jobs;

public sealed class JobRunnerTests : IAsyncLifetime
{
    // The store's clock stands, so no lease ends because the machine is busy: a lease ends only where a test moves the clock. Waiting runs on real time.
    private static readonly JobRunnerOptions Quick = new()
    {
        Workers = 1, Lease = TimeSpan.FromMilliseconds(90), Poll = TimeSpan.FromMilliseconds(20), Slice = TimeSpan.FromMilliseconds(1), Pause = TimeSpan.Zero, Attempts = 3,
    };

    private TestStore _store = null!;
    private JobStore _jobs = null!;

    [Fact]
    public async Task Two_runners_share_the_work_and_every_step_counts_once()
    {
        // Each runner holds its first step until the other has one: neither can have done everything before the other began.
        CountingKind[] kinds = [];
        Task BothAsync(int number, CancellationToken token) => Task.WhenAll(kinds.Select(BegunAsync)).WaitAsync(token);
        var left = new CountingKind(30) { Before = BothAsync };
        var right = new CountingKind(30) { Before = BothAsync };
        kinds = [left, right];
        using var queue = Queue();
        for (var number = 0; number < 4; number++) await queue.BeginAsync(new($"job-{number}", "counting", "nurse", "0"u8.ToArray()), default);

        await RunAsync(queue, () => Task.WhenAll(Enumerable.Range(0, 4).Select(number => EndedAsync($"job-{number}"))), left, right);

        Assert.Equal(120, left.Steps + right.Steps);
        Assert.True(left.Steps > 0 && right.Steps > 0);
        Assert.Equal(string.Concat(Enumerable.Range(0, 30).Select(number => $"{number} ")), await NumbersAsync("job-3"));
        Assert.Equal("30 of 30", (await _jobs.FindAsync("job-3", "nurse", default))!.Progress);
    }

    [Fact]
    public async Task A_dead_runners_job_goes_on_from_its_last_saved_step()
    {
        using var queue = Queue();
        await queue.BeginAsync(new("a", "counting", "nurse", "0"u8.ToArray()), default);
        var dead = Assert.Single(await _jobs.TakeAsync(["counting"], 1, Quick.Lease, default));
        Assert.True(await _jobs.SaveAsync(dead, "5"u8.ToArray(), "5", [], Quick.Lease, default));
        _store.Clock.Now += Quick.Lease;

        await RunAsync(queue, () => EndedAsync("a"), new CountingKind(8));

        Assert.Equal("5 6 7 ", await NumbersAsync("a"));
    }

    [Fact]
    public async Task A_step_longer_than_the_lease_stays_with_its_runner()
    {
        // Two leases go by during each step, half a one at a time: after the second renewal that ends from now on, one has begun from now on.
        var timers = new CountingTimers(_store.Clock);
        async Task LongAsync(int number, CancellationToken token)
        {
            for (var part = 0; part < 4; part++)
            {
                var before = timers.Count;
                _store.Clock.Now += Quick.Lease / 2;
                while (timers.Count < before + 2) await Task.Delay(5, token);
            }
        }

        var kind = new CountingKind(2) { Before = LongAsync };
        using var queue = Queue();
        await queue.BeginAsync(new("a", "counting", "nurse", "0"u8.ToArray()), default);

        await RunAsync(queue, () => EndedAsync("a"), timers, kind, kind);

        Assert.Equal((2, "0 1 "), (kind.Steps, await NumbersAsync("a")));
    }

    [Fact]
    public async Task A_step_that_throws_is_tried_again_and_given_up_in_the_end()
    {
        var fails = 2;
        var kind = new CountingKind(2) { Before = (number, _) => number == 1 && fails-- > 0 ? throw new InvalidOperationException() : Task.CompletedTask };
        using var queue = Queue();
        await queue.BeginAsync(new("a", "counting", "nurse", "0"u8.ToArray()), default);
        await RunAsync(queue, () => EndedAsync("a"), kind);
        Assert.Equal("0 1 ", await NumbersAsync("a"));

        await queue.BeginAsync(new("b", "counting", "nurse", "0"u8.ToArray()), default);
        await RunAsync(queue, () => EndedAsync("b"), new CountingKind(2) { Before = (_, _) => throw new InvalidOperationException("김가온") });
        var failed = await _jobs.FindAsync("b", "nurse", default);
        var outcome = Encoding.UTF8.GetString(failed!.Outcome.Span);
        Assert.Equal(JobStatus.Failed, failed.Status);
        Assert.Contains("job-given-up", outcome, StringComparison.Ordinal);
        Assert.DoesNotContain("김가온", outcome, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_stops_the_step_that_runs()
    {
        using var stopped = new SemaphoreSlim(0);
        var kind = new CountingKind(2)
        {
            Before = async (_, token) =>
            {
                try
                {
                    await Task.Delay(Timeout.Infinite, token);
                }
                finally
                {
                    stopped.Release();
                }
            },
        };
        using var queue = Queue();
        await queue.BeginAsync(new("a", "counting", "nurse", "0"u8.ToArray()), default);
        async Task CancelAsync()
        {
            await BegunAsync(kind);
            Assert.False(await queue.CancelAsync("a", "officer", default));
            Assert.True(await queue.CancelAsync("a", "nurse", default));
            await stopped.WaitAsync();
        }

        await RunAsync(queue, CancelAsync, kind);

        Assert.Equal((1, JobStatus.Cancelled), (kind.Steps, (await _jobs.FindAsync("a", "nurse", default))!.Status));
    }

    [Fact]
    public async Task Stopping_gives_the_job_back_at_once()
    {
        var kind = new CountingKind(2) { Before = (_, token) => Task.Delay(Timeout.Infinite, token) };
        using var queue = Queue();
        await queue.BeginAsync(new("a", "counting", "nurse", "0"u8.ToArray()), default);
        await RunAsync(queue, () => BegunAsync(kind), kind);

        Assert.Equal(1, Assert.Single(await _jobs.TakeAsync(["counting"], 1, Quick.Lease, default)).Job.Attempts);
    }

    public async ValueTask InitializeAsync()
    {
        _store = await TestStore.OpenAsync();
        _jobs = new JobStore(_store.Database);
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private JobQueue Queue() => new(_jobs, Quick, _store.Clock);

    /// <summary>Has one runner per kind until the work is done.</summary>
    private Task RunAsync(JobQueue queue, Func<Task> work, params CountingKind[] kinds) => RunAsync(queue, work, _store.Clock, kinds);

    private async Task RunAsync(JobQueue queue, Func<Task> work, TimeProvider clock, params CountingKind[] kinds)
    {
        using var stop = new CancellationTokenSource();
        var running = Task.WhenAll(kinds.Select(kind =>
            Task.Run(() => new JobRunner(_jobs, queue, [kind], Quick, clock, NullLogger<JobRunner>.Instance).RunAsync(stop.Token))));
        await work();
        await stop.CancelAsync();
        await running;
    }

    private static async Task BegunAsync(CountingKind kind)
    {
        while (kind.Steps == 0) await Task.Delay(5);
    }

    private async Task EndedAsync(string id)
    {
        while ((await _jobs.FindAsync(id, "nurse", default))!.Status == JobStatus.Active) await Task.Delay(10);
    }

    private async Task<string> NumbersAsync(string id)
    {
        var text = new StringBuilder();
        await foreach (var part in _jobs.ReadPartsAsync(id, "nurse", "numbers", default)) text.Append(Encoding.UTF8.GetString(part.Content.Span));
        return text.ToString();
    }

    /// <summary>Real timers and a clock that stands; counts how often somebody began to wait for the next renewal of a lease.</summary>
    private sealed class CountingTimers(TimeProvider clock) : TimeProvider
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime == Quick.Lease / 3) Interlocked.Increment(ref _count);
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
