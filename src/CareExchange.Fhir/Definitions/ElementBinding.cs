namespace CareExchange.Fhir.Definitions;

/// <summary>How strictly a coded element is bound to a value set.</summary>
/// <param name="Strength"><c>required</c>, <c>extensible</c>, <c>preferred</c> or <c>example</c>.</param>
/// <param name="ValueSet">Canonical of the value set; null where only text describes it.</param>
/// <param name="MaxValueSet">Canonical of the value set that codes outside <paramref name="ValueSet"/> must still be in, or null.</param>
public sealed record ElementBinding(string Strength, string? ValueSet, string? MaxValueSet)
{
    /// <summary>Canonical of the value set that an application must at least support, or null.</summary>
    public string? MinValueSet { get; init; }

    /// <summary>Bindings beside this one (R5 <c>additional</c>, in R4 an extension).</summary>
    public IReadOnlyList<AdditionalBinding> Additional { get; init; } = [];
}
