using System.Diagnostics;

namespace CareExchange.Storage.Resources;

/// <summary>What waits for the one thread that writes, given to it in groups. Any number of threads add, one takes.</summary>
/// <remarks>A group touches each page of the indexes once, whatever its size, so two small groups cost nearly what two large ones do. Callers who were answered
/// together come back together: where each group is a commit, it is therefore waited for until half of those are there again who were in the two groups before (of whom one half is
/// prepared while the other is written), but no longer than the group before took to write. Where it is not, a group still costs a sync of the disk and the waking of threads: it is
/// waited for, moments only, until as many are there as have been coming lately; whether more would come is tried now and then. Who is alone waits for nobody.
/// Heavy ones are not gathered: while one is written those who brought the one before bring the next, and everybody in one group would wait for the writer, then the writer for everybody.</remarks>
/// <param name="limit">How many a group has at most.</param>
/// <param name="weigh">What one weighs.</param>
/// <param name="heaviest">What a group of several weighs at most.</param>
internal sealed class GatheredGroups<T>(int limit, Func<T, int> weigh, int heaviest)
{
    // The disk may stall for long; nobody should wait as long again for neighbours.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(10);

    // Where groups are no commits: how long, for how many at most, and after how many groups one more is hoped for.
    private static readonly TimeSpan ShortWait = TimeSpan.FromMilliseconds(2);
    private const int MostHoped = 32;
    private const int SoonestTrial = 16;
    private const int LatestTrial = 1024;

    private readonly object _gate = new();
    private readonly Queue<T> _waiting = new();
    private int _wanted = int.MaxValue;
    private int _last = 1;
    private int _beforeLast = 1;
    private long _takenAt;
    private int _hoped = 1;
    private int _trialEvery = SoonestTrial;
    private int _untilTrial = SoonestTrial;

    /// <summary>Adds one more.</summary>
    /// <returns>True for the first since <see cref="Take"/> said that nothing comes: somebody has to take again.</returns>
    public bool Add(T item)
    {
        lock (_gate)
        {
            _waiting.Enqueue(item);
            if (_waiting.Count >= _wanted) Monitor.Pulse(_gate);
            if (IsTaken) return false;
            return IsTaken = true;
        }
    }

    private bool IsTaken { get; set; }

    /// <summary>Fills a group, waiting for its first and perhaps for more.</summary>
    /// <param name="group">Emptied first.</param>
    /// <param name="patience">How long nobody may come.</param>
    /// <param name="isCommit">Whether each group is a commit, so that it pays to wait for more.</param>
    /// <returns>False where nobody came: whoever adds next is told to find a taker.</returns>
    public bool Take(List<T> group, TimeSpan patience, bool isCommit)
    {
        group.Clear();
        lock (_gate)
        {
            var longest = _takenAt == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(_takenAt);
            if (!WaitFor(1, patience)) return IsTaken = false;
            if (isCommit) WaitFor((_last + _beforeLast + 1) / 2, longest < LongestWait ? longest : LongestWait);
            else WaitForHoped();
            for (var weight = 0; group.Count < limit && _waiting.TryPeek(out var item); group.Add(_waiting.Dequeue()))
            {
                weight += weigh(item);
                if (group.Count > 0 && weight > heaviest) break;
            }

            (_beforeLast, _last) = (_last, group.Count);
            _takenAt = Stopwatch.GetTimestamp();
            return true;
        }
    }

    private void WaitForHoped()
    {
        if (_hoped > 1 && !WaitFor(_hoped, ShortWait))
        {
            _hoped = (_hoped + _waiting.Count) / 2;
            _untilTrial = _trialEvery = Math.Min(_trialEvery * 2, LatestTrial);
            return;
        }

        if (_waiting.Count > _hoped) (_trialEvery, _untilTrial) = (SoonestTrial, Math.Min(_untilTrial, SoonestTrial));
        if (--_untilTrial > 0) return;
        _untilTrial = _trialEvery;
        _hoped = Math.Min(_hoped + 1, MostHoped);
    }

    private bool WaitFor(int count, TimeSpan longest)
    {
        if (_waiting.Count >= count) return true;
        _wanted = count;
        for (var start = Stopwatch.GetTimestamp(); _waiting.Count < count;)
        {
            // A wait is counted in whole milliseconds.
            var left = longest - Stopwatch.GetElapsedTime(start);
            if (left.TotalMilliseconds < 1 || !Monitor.Wait(_gate, left)) break;
        }

        _wanted = int.MaxValue;
        return _waiting.Count >= count;
    }
}
