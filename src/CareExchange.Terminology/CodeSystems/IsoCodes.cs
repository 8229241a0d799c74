using System.Collections.Frozen;

namespace CareExchange.Terminology.CodeSystems;

/// <summary>The short lists of ISO that R4 refers to: languages, currencies and countries (<c>profiles/iso.txt</c>).</summary>
internal static class IsoCodes
{
    private static readonly Lazy<FrozenDictionary<string, FrozenSet<string>>> Lists = new(Read);

    /// <summary>True for a two-letter language of ISO 639-1, in either case.</summary>
    public static bool IsLanguage(ReadOnlySpan<char> code)
    {
        Span<char> lower = stackalloc char[2];
        return code.Length == 2 && code.ToLowerInvariant(lower) == 2 && Contains("language", lower);
    }

    /// <summary>True for a currency of ISO 4217.</summary>
    public static bool IsCurrency(ReadOnlySpan<char> code) => Contains("currency", code);

    /// <summary>True for a country of ISO 3166-1, by two letters, three letters or three digits.</summary>
    public static bool IsCountry(ReadOnlySpan<char> code) => Contains("country", code);

    private static bool Contains(string list, ReadOnlySpan<char> code) => Lists.Value[list].GetAlternateLookup<ReadOnlySpan<char>>().Contains(code);

    private static FrozenDictionary<string, FrozenSet<string>> Read()
    {
        using var stream = typeof(IsoCodes).Assembly.GetManifestResourceStream("iso.txt")
            ?? throw new InvalidOperationException("The assembly was built without profiles/iso.txt.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line[0] != '#')
            .Select(line => line.Split(' '))
            .GroupBy(words => words[0], words => words.Skip(1), StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.SelectMany(codes => codes).ToFrozenSet(StringComparer.Ordinal), StringComparer.Ordinal);
    }
}
