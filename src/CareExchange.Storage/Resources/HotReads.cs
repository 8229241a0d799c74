using System.Collections.Concurrent;
using System.Diagnostics;
using CareExchange.Storage.Database;

namespace CareExchange.Storage.Resources;

/// <summary>Resources that are read again and again, with the companions that stand beside them, for as long as nothing at all was committed. Thread-safe.</summary>
/// <remarks>Whoever asks is first told by the database whether anybody has committed since, so an answer from here is the answer that the database would give in that moment.
/// Two generations of half the size each: what was not asked for in a whole generation goes.</remarks>
internal sealed class HotReads(long limit)
{
    // Where commits follow each other as closely as this, nothing kept would be asked for in time.
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(20);
    private const int Overhead = 400;

    private readonly Lock _turn = new();
    private ConcurrentDictionary<(string Type, string Id), Entry> _young = new(ById.Instance);
    private ConcurrentDictionary<(string Type, string Id), Entry> _old = new(ById.Instance);
    private long _size;

    /// <summary>What was read in this epoch.</summary>
    public bool TryGet(DatabaseEpoch epoch, string type, string id, (string Type, string Category) companions, out (StoredResource Resource, IReadOnlyList<ResourceVersionId> Companions) found)
    {
        var isYoung = _young.TryGetValue((type, id), out var entry);
        if ((!isYoung && !_old.TryGetValue((type, id), out entry)) || entry!.Epoch != epoch.Number || entry.Asked != companions)
        {
            found = default;
            return false;
        }

        if (!isYoung) Keep((type, id), entry);
        found = (entry.Resource, entry.Companions);
        return true;
    }

    /// <summary>Keeps what was read after the database was asked for the epoch.</summary>
    public void Put(DatabaseEpoch epoch, StoredResource resource, (string Type, string Category) asked, IReadOnlyList<ResourceVersionId> companions)
    {
        if (Stopwatch.GetElapsedTime(epoch.Since) < Quiet || resource.Json.Length > limit / 16) return;
        Keep((resource.Type, resource.Id), new(epoch.Number, resource, asked, companions));
    }

    private void Keep((string Type, string Id) key, Entry entry)
    {
        _young[key] = entry;
        if (Interlocked.Add(ref _size, entry.Resource.Json.Length + Overhead) <= limit / 2) return;
        lock (_turn)
        {
            if (Interlocked.Read(ref _size) <= limit / 2) return;
            (_old, _young) = (_young, new(ById.Instance));
            Interlocked.Exchange(ref _size, 0);
        }
    }

    // Few ids stand under two types.
    private sealed class ById : IEqualityComparer<(string Type, string Id)>
    {
        public static readonly ById Instance = new();

        public bool Equals((string Type, string Id) one, (string Type, string Id) other) => one.Id == other.Id && one.Type == other.Type;

        public int GetHashCode((string Type, string Id) one) => one.Id.GetHashCode(StringComparison.Ordinal);
    }

    private sealed record Entry(long Epoch, StoredResource Resource, (string Type, string Category) Asked, IReadOnlyList<ResourceVersionId> Companions);
}
