using System.Collections;

namespace CareExchange.Storage.Database;

/// <summary>Very many names, such as everybody whom a consent opens, as they stood at one moment. The next moment's list is made of what changed. Immutable, thread-safe.</summary>
/// <remarks>The order of the names is no order, and taking one by its place walks to it.</remarks>
public sealed class NameList : IReadOnlyList<string>
{
    // A list that differs by more than this share of its base gets a base of its own.
    private const int Share = 16;
    private const int Least = 64;
    private static readonly HashSet<string> None = new(StringComparer.Ordinal);

    private NameList(IReadOnlySet<string> names, IReadOnlySet<string> added, IReadOnlySet<string> removed) =>
        (Base, Added, Removed, Count) = (names, added, removed, names.Count + added.Count - removed.Count);

    /// <summary>No names.</summary>
    public static NameList Empty { get; } = new(None, None, None);

    /// <inheritdoc/>
    public int Count { get; }

    /// <summary>Names that several lists share.</summary>
    internal IReadOnlySet<string> Base { get; }

    /// <summary>Names of this list that are not in its base.</summary>
    internal IReadOnlySet<string> Added { get; }

    /// <summary>Names of its base that are not in this list.</summary>
    internal IReadOnlySet<string> Removed { get; }

    /// <inheritdoc/>
    public string this[int index] => this.Skip(index).First();

    /// <summary>True where the name is in the list.</summary>
    public bool Contains(string name) => Base.Contains(name) ? !Removed.Contains(name) : Added.Contains(name);

    /// <summary>The list without some names and with others; who is in both is in the list.</summary>
    public NameList With(IReadOnlyCollection<string> added, IReadOnlyCollection<string> removed)
    {
        if (added.Count == 0 && removed.Count == 0) return this;
        var (more, fewer) = (new HashSet<string>(Added, StringComparer.Ordinal), new HashSet<string>(Removed, StringComparer.Ordinal));
        foreach (var name in removed)
        {
            if (!more.Remove(name) && Base.Contains(name)) fewer.Add(name);
        }

        foreach (var name in added)
        {
            if (!fewer.Remove(name) && !Base.Contains(name)) more.Add(name);
        }

        if (more.Count + fewer.Count <= Math.Max(Least, Base.Count / Share)) return new(Base, more, fewer);
        var all = new HashSet<string>(Base.Count + more.Count, StringComparer.Ordinal);
        foreach (var name in Base)
        {
            if (!fewer.Contains(name)) all.Add(name);
        }

        all.UnionWith(more);
        return new(all, None, None);
    }

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator()
    {
        foreach (var name in Base)
        {
            if (!Removed.Contains(name)) yield return name;
        }

        foreach (var name in Added) yield return name;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>True where a list has the name, whatever kind of list it is.</summary>
    internal static bool Has(IReadOnlyList<string> list, string name) => list is NameList names ? names.Contains(name) : list.Contains(name, StringComparer.Ordinal);
}
