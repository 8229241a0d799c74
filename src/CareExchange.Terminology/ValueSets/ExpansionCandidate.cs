using CareExchange.Fhir.Definitions;
using CareExchange.Terminology.CodeSystems;

namespace CareExchange.Terminology.ValueSets;

/// <summary>A code on its way into an expansion.</summary>
/// <param name="Url">Its code system.</param>
/// <param name="Code">The code.</param>
/// <param name="System">The system's index, or null where its content is not at hand.</param>
/// <param name="Index">The concept in it, or -1.</param>
/// <param name="Named">What the value set itself says of the code, or null.</param>
internal readonly record struct ExpansionCandidate(string Url, string Code, CodeSystem? System, int Index, ValueSetConcept? Named)
{
    public bool IsAbstract => System is not null && Index >= 0 && System.IsAbstract(Index);

    public bool IsInactive => System is not null && Index >= 0 && System.IsInactive(Index);

    /// <summary>What to show: the value set's own words in the language come first, then the system's.</summary>
    public string? Display(string? language)
    {
        if (language is not null && Named?.Designations.FirstOrDefault(designation => ConceptDisplay.Speaks(designation.Language, language)) is { } spoken) return spoken.Value;
        var known = System is not null && Index >= 0 ? ConceptDisplay.Of(System, Index, language) : null;
        return language is not null && known is not null && known != System!.Concepts.Display(Index) ? known : Named?.Display ?? known;
    }

    public IReadOnlyList<ConceptDesignation> Designations() =>
        [.. Named?.Designations ?? [], .. System is not null && Index >= 0 ? System.Concepts.Designations(Index) : []];

    /// <summary>True where every word stands somewhere in the code or in one of the names.</summary>
    public bool Matches(string[] words)
    {
        if (words.Length == 0) return true;
        string?[] names = [Code, Named?.Display, System is not null && Index >= 0 ? System.Concepts.Display(Index) : null, .. Designations().Select(designation => designation.Value)];
        return Array.TrueForAll(words, word => Array.Exists(names, name => name is not null && name.Normalize().Contains(word, StringComparison.OrdinalIgnoreCase)));
    }
}
