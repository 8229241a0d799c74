using System.Collections.Concurrent;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Consent;

/// <summary>What was cut of a resource before, with the questions that the cut hung on: who gets the same answers to them gets the same bytes. Thread-safe.</summary>
/// <remarks>The decision is made anew at every look; only its work on the bytes is kept. The bytes themselves are compared, so whatever is changed where it stands is cut again.
/// Two generations of bounded size: what was not asked for in a whole generation goes.</remarks>
internal sealed class CutMemo
{
    private const int MostCuts = 8;
    private const long Limit = 8 * 1024 * 1024;
    private const int LargestKept = 64 * 1024;

    private static readonly Lock Turn = new();
    private static ConcurrentDictionary<(string Type, string Id), CutMemo> s_young = new();
    private static ConcurrentDictionary<(string Type, string Id), CutMemo> s_old = new();
    private static long s_size;

    private readonly ReadOnlyMemory<byte> _json;
    private readonly string _source;
    private volatile Made[] _made = [];

    private CutMemo(StoredResource resource) => (_json, _source) = (resource.Json, resource.Tags.Source);

    /// <summary>What is known of these bytes.</summary>
    public static CutMemo Of(StoredResource resource)
    {
        var key = (resource.Type, resource.Id);
        if (s_young.TryGetValue(key, out var known) && known.IsOf(resource)) return known;
        var memo = s_old.TryGetValue(key, out known) && known.IsOf(resource) ? known : new CutMemo(resource);
        if (resource.Json.Length > LargestKept) return memo;
        s_young[key] = memo;
        if (Interlocked.Add(ref s_size, 2L * resource.Json.Length) > Limit) NextGeneration();
        return memo;
    }

    /// <summary>The bytes that are left; null where nothing can be cut.</summary>
    /// <param name="elements">The elements that may be seen; null for all.</param>
    /// <param name="sees">Whether data of a category from a source may be seen.</param>
    /// <param name="cut">Does the work, and asks.</param>
    public byte[]? Get(IReadOnlyList<string>? elements, Func<string, string, bool> sees, Func<Func<string, string, bool>, byte[]?> cut)
    {
        foreach (var made in _made)
        {
            if (IsSame(made.Elements, elements) && Array.TrueForAll(made.Answers, answer => sees(answer.Category, answer.Source) == answer.Seen)) return made.Json;
        }

        var answers = new List<(string Category, string Source, bool Seen)>();
        var json = cut((category, source) =>
        {
            var seen = sees(category, source);
            answers.Add((category, source, seen));
            return seen;
        });
        var known = _made;
        if (known.Length < MostCuts) _made = [.. known, new([.. answers], elements, json)];
        return json;
    }

    private static void NextGeneration()
    {
        lock (Turn)
        {
            if (Interlocked.Read(ref s_size) <= Limit) return;
            (s_old, s_young) = (s_young, new());
            Interlocked.Exchange(ref s_size, 0);
        }
    }

    private static bool IsSame(IReadOnlyList<string>? one, IReadOnlyList<string>? other) =>
        ReferenceEquals(one, other) || (one is not null && other is not null && one.SequenceEqual(other, StringComparer.Ordinal));

    // Who states a part without a mark is said by the tags.
    private bool IsOf(StoredResource resource) => resource.Tags.Source == _source && resource.Json.Span.SequenceEqual(_json.Span);

    private sealed record Made((string Category, string Source, bool Seen)[] Answers, IReadOnlyList<string>? Elements, byte[]? Json);
}
