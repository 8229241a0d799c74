using System.Collections.Frozen;

namespace CareExchange.Fhir.Ucum;

/// <summary>All units and prefixes of UCUM, read once from the table that travels in this assembly (<c>profiles/ucum.txt</c>).</summary>
internal static class UcumTable
{
    private static readonly Lazy<(FrozenDictionary<string, UcumAtom> Atoms, FrozenDictionary<string, Ratio> Prefixes)> Table = new(Read);

    /// <summary>The codes of all units.</summary>
    public static IEnumerable<string> Codes => Table.Value.Atoms.Keys;

    /// <summary>The unit behind a symbol, with the metric prefix before it; null for a symbol that is none.</summary>
    public static (UcumAtom Atom, Ratio Prefix)? Find(ReadOnlySpan<char> symbol)
    {
        var atoms = Table.Value.Atoms.GetAlternateLookup<ReadOnlySpan<char>>();
        if (atoms.TryGetValue(symbol, out var atom)) return (atom, Ratio.One);
        var prefixes = Table.Value.Prefixes.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var length = 1; length <= 2 && length < symbol.Length; length++)
        {
            if (prefixes.TryGetValue(symbol[..length], out var prefix) && atoms.TryGetValue(symbol[length..], out atom) && atom.IsMetric) return (atom, prefix);
        }

        return null;
    }

    private static (FrozenDictionary<string, UcumAtom>, FrozenDictionary<string, Ratio>) Read()
    {
        using var stream = typeof(UcumTable).Assembly.GetManifestResourceStream("ucum.txt")
            ?? throw new InvalidOperationException("The assembly was built without profiles/ucum.txt.");
        using var reader = new StreamReader(stream);
        var atoms = new Dictionary<string, UcumAtom>(StringComparer.Ordinal);
        var prefixes = new Dictionary<string, Ratio>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#') continue;
            var columns = line.Split(' ');
            if (columns[1] == "p") prefixes.Add(columns[0], Ratio.Parse(columns[2]));
            else atoms.Add(columns[0], new(columns[0], columns[1], columns.ElementAtOrDefault(2) ?? "", columns.ElementAtOrDefault(3) ?? "", columns.ElementAtOrDefault(4)));
        }

        return (atoms.ToFrozenDictionary(StringComparer.Ordinal), prefixes.ToFrozenDictionary(StringComparer.Ordinal));
    }
}
