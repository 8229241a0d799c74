namespace CareExchange.Exchange.CarePlans.Lines;

/// <summary>A hospital stay, visit or procedure on the timeline.</summary>
/// <param name="Kind">FHIR v3 ActCode class (IMP, AMB, HH, …), or "procedure".</param>
/// <param name="FollowUp">What the discharging side asked for next.</param>
public sealed record StayLine(
    string Reference,
    Source Source,
    string Kind,
    Phrase Text,
    Phrase? Place,
    Span Period,
    bool IsOngoing,
    Phrase? Disposition,
    Phrase? FollowUp,
    Phrase? Note) : PlanLine(Reference, Source);
