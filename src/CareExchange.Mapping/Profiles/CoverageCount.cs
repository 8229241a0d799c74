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
    private int _unnamed;
    private int _mapped;

    public IReadOnlyList<UnmappedField> Unmapped => _unmapped;

    public MappingCoverage Coverage => new(_mapped, _mapped + _unmapped.Count + _unnamed);

    public void Count() => Walk(message.Document.Root);

    private void Walk(Element element)
    {
        if (element.HasValue)
        {
            if (reads.Has(element)) _mapped++;
            else if (_unmapped.Count == MostNamed) _unnamed++;
            else if (element.Path is var path && !IsIgnored(path)) _unmapped.Add(new(path, message.Locate(element)));
        }

        foreach (var child in element.Children()) Walk(child);
    }

    private bool IsIgnored(string path)
    {
        if (ignore.Count == 0) return false;
        var plain = WithoutIndexes(path);
        foreach (var ignored in ignore)
        {
            if (ignored.StartsWith("**.", StringComparison.Ordinal) ? IsBelow(plain, ignored[3..]) : plain.StartsWith(ignored, StringComparison.Ordinal) && (plain.Length == ignored.Length || plain[ignored.Length] == '.')) return true;
        }

        return false;
    }

    // A name at any depth, with everything below it.
    private static bool IsBelow(string path, string name)
    {
        for (var at = path.IndexOf(name, StringComparison.Ordinal); at >= 0; at = path.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            var end = at + name.Length;
            if ((at == 0 || path[at - 1] == '.') && (end == path.Length || path[end] == '.')) return true;
        }

        return false;
    }

    private static string WithoutIndexes(string path)
    {
        var plain = new StringBuilder(path.Length);
        var inside = false;
        foreach (var letter in path)
        {
            if (letter == '[') inside = true;
            if (!inside) plain.Append(letter);
            if (letter == ']') inside = false;
        }

        return plain.ToString();
    }
}
