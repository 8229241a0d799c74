namespace CareExchange.Exchange.CarePlans.Lines;

/// <summary>A member of the care team.</summary>
/// <param name="Name">The person's name, or the organisation's where no person is named.</param>
public sealed record TeamLine(
    string Reference,
    Source Source,
    Phrase Name,
    Phrase? Role,
    Phrase? Organization,
    IReadOnlyList<string> Phones,
    bool IsLead,
    Span Period) : PlanLine(Reference, Source);
