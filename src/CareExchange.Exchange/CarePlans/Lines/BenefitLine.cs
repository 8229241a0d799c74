namespace CareExchange.Exchange.CarePlans.Lines;

/// <summary>A decision about a benefit: grade given, application rejected, coverage in force.</summary>
/// <param name="Rejected">True for a refusal, whose <paramref name="Reason"/> decides which other route is open (Decree 4).</param>
public sealed record BenefitLine(
    string Reference,
    Source Source,
    Phrase Name,
    Phrase? Outcome,
    bool Rejected,
    Phrase? Reason,
    DateOnly? Decided,
    Span Period) : PlanLine(Reference, Source);
