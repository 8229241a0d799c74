using System.Collections.Frozen;
using CareExchange.Fhir.Elements;

namespace CareExchange.Validation.Rules;

/// <summary>What a profile adds to each repetition of a child or slice, where need be by the type of its value.</summary>
/// <param name="ofAny">Asked of every repetition; null where nothing is.</param>
/// <param name="byType">Asked of values of one type of a choice.</param>
internal sealed class OverlayItem(OverlayRules? ofAny, IReadOnlyList<KeyValuePair<string, OverlayRules>> byType)
{
    private readonly FrozenDictionary<string, OverlayRules> _byType = byType.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Asked of every repetition; null where nothing is.</summary>
    public OverlayRules? OfAny => ofAny;

    /// <summary>Asked of values of one type of a choice.</summary>
    public IReadOnlyList<KeyValuePair<string, OverlayRules>> ByType => byType;

    /// <summary>True where nothing is added.</summary>
    public bool IsEmpty => ofAny is null && byType.Count == 0;

    /// <summary>Judges one repetition.</summary>
    public void Check(Element element, ValidationRun run)
    {
        ofAny?.Check(element, run);
        if (byType.Count > 0 && _byType.TryGetValue(element.TypeName, out var rules)) rules.Check(element, run);
    }
}
