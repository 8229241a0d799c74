using System.Diagnostics;
using System.Runtime;

namespace CareExchange.Benchmarks.Core;

/// <summary>Asks all questions side by side in one process: block by block, the baseline before each, so that a busy neighbour slows all alike.</summary>
/// <param name="resources">What is asked about.</param>
/// <param name="questions">The questions beside the baseline.</param>
/// <param name="threads">How many threads ask at once.</param>
internal sealed class CoreMeasurement(IReadOnlyList<byte[]> resources, IReadOnlyList<CoreQuestion> questions, int threads)
{
    private const int BlockBytes = 2 * 1024 * 1024;
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan s_longestWarmUp = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(1);
    private readonly byte[][][] _blocks = Split(resources);

    /// <summary>Warms every question up, then asks in rounds until the time is spent, at least five times.</summary>
    public IReadOnlyList<CoreResult> Run(TimeSpan time)
    {
        CoreQuestion[] all = [CoreQuestion.Baseline, .. questions];
        foreach (var question in all) WarmUp(question);
        var rounds = new List<Sample[]>();
        for (var clock = Stopwatch.StartNew(); rounds.Count < 5 || clock.Elapsed < time;) rounds.Add(Round(all));
        return [.. all.Select((question, index) => Result(question, [.. rounds.Select(round => (round[0], round[index]))]))];
    }

    private static byte[][][] Split(IReadOnlyList<byte[]> resources)
    {
        var blocks = new List<byte[][]>();
        for (var at = 0; at < resources.Count;)
        {
            var bytes = 0;
            blocks.Add([.. resources.Skip(at).TakeWhile(resource => (bytes += resource.Length) <= BlockBytes || bytes == resource.Length)]);
            at += blocks[^1].Length;
        }

        return [.. blocks];
    }

    // Until the just-in-time compiler has seen what is hot, and has had nothing left to compile for a while; a busy machine takes longer.
    private void WarmUp(CoreQuestion question)
    {
        var clock = Stopwatch.StartNew();
        var (methods, since) = (JitInfo.GetCompiledMethodCount(), TimeSpan.Zero);
        for (var block = 0; clock.Elapsed < s_longestWarmUp && (clock.Elapsed < s_warmUp || clock.Elapsed - since < s_quiet); block = (block + 1) % _blocks.Length)
        {
            Ask(question, _blocks[block]);
            if (JitInfo.GetCompiledMethodCount() == methods) continue;
            methods = JitInfo.GetCompiledMethodCount();
            since = clock.Elapsed;
        }
    }

    private Sample[] Round(CoreQuestion[] all)
    {
        var sums = new Sample[all.Length];

        // Small folders are asked again and again, so that a round is never shorter than the clock's noise.
        var repeats = Math.Max(1, (int)(4 * BlockBytes / Math.Max(1, resources.Sum(resource => (long)resource.Length))));
        for (var repeat = 0; repeat < repeats; repeat++)
        {
            foreach (var block in _blocks)
            {
                for (var index = 0; index < all.Length; index++) sums[index] += Measure(all[index], block);
            }
        }

        return sums;
    }

    private Sample Measure(CoreQuestion question, byte[][] block)
    {
        if (threads == 1)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var start = Stopwatch.GetTimestamp();
            Ask(question, block);
            return new(block.Length, block.Sum(resource => (long)resource.Length), Stopwatch.GetElapsedTime(start), GC.GetAllocatedBytesForCurrentThread() - before);
        }

        // Every thread asks about the whole block; they begin together, and the slowest tells the time.
        using var begin = new Barrier(threads + 1);
        var allocated = 0L;
        var workers = Enumerable.Range(0, threads).Select(_ => new Thread(() =>
        {
            begin.SignalAndWait();
            var before = GC.GetAllocatedBytesForCurrentThread();
            Ask(question, block);
            Interlocked.Add(ref allocated, GC.GetAllocatedBytesForCurrentThread() - before);
        })).ToArray();
        foreach (var worker in workers) worker.Start();
        begin.SignalAndWait();
        var clock = Stopwatch.StartNew();
        foreach (var worker in workers) worker.Join();
        return new(block.Length * threads, block.Sum(resource => (long)resource.Length) * threads, clock.Elapsed, allocated);
    }

    private static int Ask(CoreQuestion question, byte[][] block)
    {
        var sum = 0;
        foreach (var resource in block) sum += question.Ask(resource);
        return sum;
    }

    private static CoreResult Result(CoreQuestion question, (Sample Baseline, Sample Own)[] rounds) => new(
        question.Name,
        Median(rounds.Select(round => round.Own.Resources / round.Own.Time.TotalSeconds)),
        Median(rounds.Select(round => round.Own.Bytes / 1e6 / round.Own.Time.TotalSeconds)),
        Median(rounds.Select(round => (double)round.Own.Allocated / round.Own.Resources)),
        Median(rounds.Select(round => round.Own.Resources / round.Own.Time.TotalSeconds / (round.Baseline.Resources / round.Baseline.Time.TotalSeconds))));

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private readonly record struct Sample(long Resources, long Bytes, TimeSpan Time, long Allocated)
    {
        public static Sample operator +(Sample left, Sample right) =>
            new(left.Resources + right.Resources, left.Bytes + right.Bytes, left.Time + right.Time, left.Allocated + right.Allocated);
    }
}
