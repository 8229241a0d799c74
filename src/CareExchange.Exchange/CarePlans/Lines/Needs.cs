namespace CareExchange.Exchange.CarePlans.Lines;

/// <summary>How things are now (AS-IS, rule R10): what the goals and services answer to.</summary>
public sealed record Needs(
    IReadOnlyList<ConditionLine> Conditions,
    IReadOnlyList<ScoreLine> Function,
    IReadOnlyList<ScoreLine> Cognition,
    IReadOnlyList<Fact> Circumstances,
    IReadOnlyList<Fact> Risks,
    IReadOnlyList<MedicationLine> Medications)
{
    public bool IsEmpty => Conditions.Count + Function.Count + Cognition.Count + Circumstances.Count + Risks.Count + Medications.Count == 0;
}
