using CareExchange.Fhir.Elements;
using CareExchange.Terminology.ValueSets;

namespace CareExchange.Validation.Rules;

/// <summary>Says that a binding cannot be judged, because nobody brought its value set.</summary>
/// <param name="valueSet">Canonical of the value set.</param>
internal sealed class UnknownValueSetRule(string valueSet) : Rule
{
    internal override void Check(Element element, ValidationRun run) => run.Report(element, CodeIssues.UnknownValueSet(valueSet));

    /// <inheritdoc/>
    public override string ToString() => $"binding not evaluated: {valueSet}";
}
