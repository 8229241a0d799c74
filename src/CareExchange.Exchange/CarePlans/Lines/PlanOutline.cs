namespace CareExchange.Exchange.CarePlans.Lines;

/// <summary>The 개인별지원계획 itself: one active plan per person and programme (Act 13).</summary>
/// <param name="Status">FHIR request-status code.</param>
/// <param name="Policy">The overall support policy, if written.</param>
/// <param name="Decided">Day of the deciding conference or of the plan's creation.</param>
public sealed record PlanOutline(
    string Reference,
    Source Source,
    Phrase Title,
    string Status,
    Span Period,
    DateOnly? Decided,
    Phrase? Author,
    Phrase? Policy) : PlanLine(Reference, Source);
