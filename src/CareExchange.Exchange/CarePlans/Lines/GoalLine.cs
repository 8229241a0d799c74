namespace CareExchange.Exchange.CarePlans.Lines;

/// <summary>How things should become (TO-BE).</summary>
/// <param name="Status">FHIR goal-status code.</param>
/// <param name="Addresses">The visible needs it answers; a need the reader may not see is not even counted.</param>
public sealed record GoalLine(
    string Reference,
    Source Source,
    Phrase Text,
    GoalTerm Term,
    string Status,
    Phrase? Achievement,
    DateOnly? Target,
    Phrase? Measure,
    IReadOnlyList<NeedLink> Addresses) : PlanLine(Reference, Source);
