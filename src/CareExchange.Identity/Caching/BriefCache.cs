using System.Diagnostics.CodeAnalysis;

namespace CareExchange.Identity.Caching;

/// <summary>Remembers lookups for seconds. What this process evicts is gone at once, also when a lookup of it was under way.</summary>
internal sealed class BriefCache<T>(TimeSpan lifetime, TimeProvider clock)
    where T : class
{
    private const int MaximumEntries = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (T Value, DateTimeOffset Until)> _entries = new(StringComparer.Ordinal);
    private long _evictions;

    public bool TryGet(string key, [NotNullWhen(true)] out T? value)
    {
        lock (_gate)
        {
            value = _entries.TryGetValue(key, out var entry) && clock.GetUtcNow() < entry.Until ? entry.Value : null;
            return value is not null;
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
        }
    }
}
