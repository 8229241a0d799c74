using System.Collections.Concurrent;

namespace CareExchange.Storage.Database;

/// <summary>What many ask for at once, done in groups: a lane takes whatever has gathered while it did what came before. Any number of threads add.</summary>
/// <typeparam name="T">One who asks.</typeparam>
/// <typeparam name="TLane">What a lane knows; in one pair of hands at a time.</typeparam>
/// <param name="lanes">The lanes: so many groups are under way at once.</param>
/// <param name="limit">How many are in a group at most.</param>
/// <param name="run">Does what a group asks for, and tells everybody in it; throws nothing.</param>
internal sealed class GatheringLanes<T, TLane>(IEnumerable<TLane> lanes, int limit, Func<TLane, IReadOnlyList<T>, Task> run)
{
    private readonly ConcurrentQueue<T> _waiting = new();

    // The last that came back goes first: who is alone stays with one lane and what it knows.
    private readonly ConcurrentStack<TLane> _idle = new(lanes);

    /// <summary>Adds one more.</summary>
    public void Add(T item)
    {
        _waiting.Enqueue(item);
        OpenLane();
    }

    private void OpenLane()
    {
        if (_idle.TryPop(out var lane)) _ = Task.Run(() => RunAsync(lane));
    }

    private async Task RunAsync(TLane lane)
    {
        for (var group = Take(); group.Count > 0; group = Take()) await run(lane, group);

        // Whoever came between the last look and the lane's return has found none.
        _idle.Push(lane);
        if (!_waiting.IsEmpty) OpenLane();
    }

    private List<T> Take()
    {
        var group = new List<T>();
        while (group.Count < limit && _waiting.TryDequeue(out var item)) group.Add(item);
        return group;
    }
}
