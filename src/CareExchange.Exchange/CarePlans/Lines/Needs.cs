namespace CareExchange.Exchange.CarePlans.Lines;

/// <summary>How things are now (AS-IS, rule R10): what the goals and services answer to.</summary>
/// <param name="Stated">Needs in the words of whoever assessed them; what goals mostly refer to.</param>
public sealed record Needs(
    IReadOnlyList<Fact> Stated,
    IReadOnlyList<ConditionLine> Conditions,
    IReadOnlyList<ScoreLine> Function,
    IReadOnlyList<ScoreLine> Cognition,
    IReadOnlyList<Fact> Circumstances,
    IReadOnlyList<Fact> Risks,
    IReadOnlyList<MedicationLine> Medications)
{
    public bool IsEmpty => Stated.Count + Conditions.Count + Function.Count + Cognition.Count + Circumstances.Count + Risks.Count + Medications.Count == 0;
}
