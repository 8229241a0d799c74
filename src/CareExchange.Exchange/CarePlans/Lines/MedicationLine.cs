namespace CareExchange.Exchange.CarePlans.Lines;

/// <summary>A medicine the person takes or left hospital with.</summary>
public sealed record MedicationLine(
    string Reference,
    Source Source,
    Phrase Text,
    Phrase? Dosage,
    Span Period,
    Phrase? Reason) : PlanLine(Reference, Source);
