using System.Diagnostics.CodeAnalysis;

namespace CareExchange.Identity.Caching;

/// <summary>Remembers lookups for seconds. What this process evicts is gone at once, also when a lookup of it was under way. Many who ask for the same share one lookup.</summary>
internal sealed class BriefCache<T>(TimeSpan lifetime, TimeProvider clock)
    where T : class
{
    private const int MaximumEntries = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (T Value, DateTimeOffset Until)> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Task<T?>> _underWay = new(StringComparer.Ordinal);
    private long _evictions;

    public bool TryGet(string key, [NotNullWhen(true)] out T? value)
    {
        lock (_gate)
        {
            value = _entries.TryGetValue(key, out var entry) && clock.GetUtcNow() < entry.Until ? entry.Value : null;
            return value is not null;
        }
    }

    /// <summary>What is remembered, or what is looked up now: once for all who ask meanwhile. Null is told and not remembered.</summary>
    /// <param name="key">What is asked for.</param>
    /// <param name="find">Looks it up; goes on when who began it goes away, because others wait for it as well.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async ValueTask<T?> FindAsync(string key, Func<CancellationToken, Task<T?>> find, CancellationToken cancellationToken)
    {
        if (TryGet(key, out var known)) return known;
        Task<T?> lookup;
        TaskCompletionSource<T?>? own = null;
        lock (_gate)
        {
            // What was evicted since is looked up anew: whoever asks after an eviction never gets what was read before it.
            if (!_underWay.TryGetValue(key, out lookup!))
            {
                own = new(TaskCreationOptions.RunContinuationsAsynchronously);
                _underWay[key] = lookup = own.Task;
            }
        }

        if (own is not null) _ = LookUpAsync(key, find, own);
        return await lookup.WaitAsync(cancellationToken);
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "It is told to everybody who waits.")]
    private async Task LookUpAsync(string key, Func<CancellationToken, Task<T?>> find, TaskCompletionSource<T?> own)
    {
        var mark = Mark();
        try
        {
            var found = await find(CancellationToken.None);
            if (found is not null) Put(key, found, mark);
            Ended();
            own.SetResult(found);
        }
        catch (Exception problem)
        {
            Ended();
            own.SetException(problem);
        }

        void Ended()
        {
            lock (_gate)
            {
                if (_underWay.GetValueOrDefault(key) == own.Task) _underWay.Remove(key);
            }
        }
    }

    /// <summary>Taken before a lookup and handed to <see cref="Put"/>: an eviction in between makes the looked-up value stale.</summary>
    public long Mark()
    {
        lock (_gate) return _evictions;
    }

    public void Put(string key, T value, long mark)
    {
        lock (_gate)
        {
            if (mark != _evictions) return;
            // Clearing everything is crude and bounded; at this size it happens rarely and costs one lookup each.
            if (_entries.Count >= MaximumEntries) _entries.Clear();
            _entries[key] = (value, clock.GetUtcNow() + lifetime);
        }
    }

    public void Evict(string key)
    {
        lock (_gate)
        {
            _evictions++;
            _entries.Remove(key);
            _underWay.Remove(key);
        }
    }
}
