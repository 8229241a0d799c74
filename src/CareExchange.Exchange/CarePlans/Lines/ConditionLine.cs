namespace CareExchange.Exchange.CarePlans.Lines;

/// <summary>A diagnosis, symptom or need that the plan answers.</summary>
/// <param name="Code">KCD-8 or another official code, if coded.</param>
/// <param name="IsCurrent">False for remission, resolved and inactive.</param>
/// <param name="IsConfirmed">False while it is suspected only.</param>
public sealed record ConditionLine(
    string Reference,
    Source Source,
    Phrase Text,
    string? Code,
    PartialDay? Since,
    bool IsCurrent,
    bool IsConfirmed,
    Phrase? Severity,
    Phrase? Note) : PlanLine(Reference, Source);
