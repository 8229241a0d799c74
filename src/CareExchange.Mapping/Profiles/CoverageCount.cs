using System.Text;
using CareExchange.Fhir.Elements;
using CareExchange.Mapping.Maps;
using CareExchange.Mapping.Sources;

namespace CareExchange.Mapping.Profiles;

/// <summary>Walks a message once after its map ran and sorts its populated fields into mapped and unmapped.</summary>
internal sealed class CoverageCount(SourceMessage message, SourceReads reads, IReadOnlyList<string> ignore)
{
    /// <summary>So many unmapped fields are named; the others are counted. Each name costs a walk through its neighbours, and nobody reads on.</summary>
    public const int MostNamed = 2_000;

    private readonly List<UnmappedField> _unmapped = [];
    private readonly List<Element> _open = [];

    // The names of the elements that are open, as far as somebody asked: most fields are mapped, and need none.
    private readonly StringBuilder _plain = new();
    private readonly List<int> _named = [];
    private int _unnamed;
    private int _mapped;

    public IReadOnlyList<UnmappedField> Unmapped => _unmapped;

    public MappingCoverage Coverage => new(_mapped, _mapped + _unmapped.Count + _unnamed);

    public void Count() => Walk(message.Document.Root);

    private void Walk(Element element)
    {
        _open.Add(element);
        if (element.HasValue)
        {
            if (reads.Has(element)) _mapped++;
            else if (!IsIgnored()) Miss(element);
        }

        foreach (var child in element.Children()) Walk(child);
        _open.RemoveAt(_open.Count - 1);
        if (_named.Count > _open.Count) _named.RemoveAt(_named.Count - 1);
    }

    private void Miss(Element element)
    {
        if (_unmapped.Count == MostNamed) _unnamed++;
        else _unmapped.Add(new(element.Path, message.Locate(element)));
    }

    private bool IsIgnored()
    {
        if (ignore.Count == 0) return false;
        var path = PlainPath();
        foreach (var ignored in ignore)
        {
            if (ignored.StartsWith("**.", StringComparison.Ordinal) ? IsBelow(path, ignored.AsSpan(3)) : path.StartsWith(ignored) && (path.Length == ignored.Length || path[ignored.Length] == '.')) return true;
        }

        return false;
    }

    /// <summary>The path of the innermost open element without indexes.</summary>
    private ReadOnlySpan<char> PlainPath()
    {
        _plain.Length = _named.Count == 0 ? 0 : _named[^1];
        for (var i = _named.Count; i < _open.Count; i++)
        {
            var name = i == 0 ? RootName(_open[0]) : _open[i].Name;
            if (_plain.Length > 0 && name.Length > 0) _plain.Append('.');
            _plain.Append(name);
            _named.Add(_plain.Length);
        }

        return _plain.ToString();
    }

    private static string RootName(Element root) => root.Node?.JsonName ?? "";

    // A name at any depth, with everything below it.
    private static bool IsBelow(ReadOnlySpan<char> path, ReadOnlySpan<char> name)
    {
        for (var at = path.IndexOf(name); at >= 0;)
        {
            var end = at + name.Length;
            if ((at == 0 || path[at - 1] == '.') && (end == path.Length || path[end] == '.')) return true;
            var next = path[(at + 1)..].IndexOf(name);
            at = next < 0 ? -1 : at + 1 + next;
        }

        return false;
    }
}
