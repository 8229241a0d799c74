namespace CareExchange.Fhir.Definitions;

/// <summary>Definitions by canonical URL, several versions side by side.</summary>
/// <remarks>
/// A canonical without a version means the highest one that is loaded. With a version it means exactly that one, or, where that one is
/// not there, the highest with the same first two numbers: <c>|4.0</c> and <c>|4.0.0</c> are answered by 4.0.1, as patches of one release
/// do not change what a definition means (R4 references.html#canonical leaves partial versions to the reader; the reference validator reads so).
/// </remarks>
internal sealed class CanonicalIndex<T>
    where T : class
{
    private readonly Func<T, string?> _version;
    private readonly Dictionary<string, T> _highest;

    // Only canonicals of which there is more than one version; nearly always none.
    private readonly Dictionary<string, List<T>> _several = new(StringComparer.Ordinal);

    // What an index of a lower layer holds counts as if it were in this one.
    private readonly CanonicalIndex<T>? _below;

    public CanonicalIndex(IEnumerable<T> items, Func<T, string> url, Func<T, string?> version, CanonicalIndex<T>? below)
    {
        _version = version;
        _below = below;
        _highest = new(items.TryGetNonEnumeratedCount(out var count) ? count : 0, StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (!_highest.TryAdd(url(item), item)) AddVersion(url(item), item);
        }
    }

    /// <summary>The definition a canonical means; null if there is none.</summary>
    public T? Find(string canonical)
    {
        var bar = canonical.IndexOf('|', StringComparison.Ordinal);
        if (bar < 0) return Highest(canonical);
        var (url, version) = (canonical[..bar], canonical[(bar + 1)..]);
        if (version.Length == 0) return Highest(url);
        return Exact(url, version) ?? (VersionOrder.MajorMinor(version) is { } series ? InSeries(url, series) : null);
    }

    private T? Exact(string url, string version)
    {
        if (_highest.TryGetValue(url, out var only))
        {
            if (_version(only) == version) return only;
            if (_several.TryGetValue(url, out var versions) && versions.Find(item => _version(item) == version) is { } found) return found;
        }

        return _below?.Exact(url, version);
    }

    private T? Highest(string url) => Higher(_highest.GetValueOrDefault(url), _below?.Highest(url));

    private T? InSeries(string url, string series)
    {
        T? own = null;
        if (_highest.TryGetValue(url, out var only))
        {
            own = IsInSeries(only) ? only : _several.TryGetValue(url, out var versions) ? versions.FindLast(IsInSeries) : null;
        }

        return Higher(own, _below?.InSeries(url, series));

        bool IsInSeries(T item) => _version(item) is { } version && VersionOrder.MajorMinor(version) == series;
    }

    // Of two with the same version the later one counts.
    private void AddVersion(string url, T item)
    {
        if (!_several.TryGetValue(url, out var versions)) _several[url] = versions = [_highest[url]];
        versions.RemoveAll(known => _version(known) == _version(item));
        var at = versions.FindIndex(known => VersionOrder.Instance.Compare(_version(known), _version(item)) > 0);
        versions.Insert(at < 0 ? versions.Count : at, item);
        _highest[url] = versions[^1];
    }

    // On equal versions the upper one: it was laid over the other.
    private T? Higher(T? upper, T? lower) =>
        upper is null ? lower : lower is null || VersionOrder.Instance.Compare(_version(upper), _version(lower)) >= 0 ? upper : lower;
}
