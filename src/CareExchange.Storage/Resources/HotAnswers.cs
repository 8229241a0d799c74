using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using CareExchange.Storage.Database;

namespace CareExchange.Storage.Resources;

/// <summary>What was asked of the database, with its answers, for as long as nothing at all was committed and for some seconds at most. Thread-safe.</summary>
/// <remarks>As <see cref="HotReads"/>: whoever asks is first told by the database whether anybody has committed since, so an answer from here is the one that it would give in that moment.
/// Full, it begins anew.</remarks>
internal sealed class HotAnswers(StorageDatabase database, long limit)
{
    // Where commits follow each other as closely as this, nothing kept would be asked for in time.
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(20);

    // Values such as "about this day" hang on the clock as well.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private const int Overhead = 400;

    private volatile Kept _kept = new(-1);

    /// <summary>The epoch of this moment; null where nothing can be kept. Asked before the database is.</summary>
    public DatabaseEpoch? Now() => limit == 0 ? null : database.Dialect.Epoch();

    /// <summary>What was answered in this epoch.</summary>
    public bool TryGet<T>(DatabaseEpoch? epoch, object question, [NotNullWhen(true)] out T? answer)
        where T : class
    {
        var kept = _kept;
        answer = epoch is { } now && kept.Epoch == now.Number && Stopwatch.GetElapsedTime(kept.Since) < Longest && kept.Answers.TryGetValue(question, out var known) ? known as T : null;
        return answer is not null;
    }

    /// <summary>Keeps what was answered after the database was asked for the epoch.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="question">What was asked; equal to every other that asks the same, and to no other.</param>
    /// <param name="answer">What was answered.</param>
    /// <param name="size">How many bytes it holds.</param>
    public void Put(DatabaseEpoch? epoch, object question, object answer, long size)
    {
        if (epoch is not { } now || now.Number < 0 || Stopwatch.GetElapsedTime(now.Since) < Quiet || size > limit / 16) return;
        var kept = _kept;
        if (kept.Epoch != now.Number || kept.Size > limit || Stopwatch.GetElapsedTime(kept.Since) >= Longest) _kept = kept = new Kept(now.Number);
        if (kept.Answers.TryAdd(question, answer)) kept.Add(size + Overhead);
    }

    private sealed class Kept(long epoch)
    {
        private long _size;

        public long Epoch { get; } = epoch;

        public long Since { get; } = Stopwatch.GetTimestamp();

        public ConcurrentDictionary<object, object> Answers { get; } = new();

        public long Size => Interlocked.Read(ref _size);

        public void Add(long size) => Interlocked.Add(ref _size, size);
    }
}
