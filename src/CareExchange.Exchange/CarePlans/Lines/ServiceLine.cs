namespace CareExchange.Exchange.CarePlans.Lines;

/// <summary>One service of the plan: content, method, quantity, period and provider (Act 13, Rule 9).</summary>
/// <param name="Frequency">How often, in plain words: "주 3회".</param>
/// <param name="Layer">Existing care, added care or urgent care, where the plan tells them apart (P04).</param>
/// <param name="Quantity">How much each time or in all: "1식", "월 16시간".</param>
public sealed record ServiceLine(
    string Reference,
    Source Source,
    ServiceDomain Domain,
    Phrase Text,
    Phrase? Layer,
    Phrase? Provider,
    Phrase? Frequency,
    Phrase? Quantity,
    Span Period,
    ServiceState State,
    Phrase? Reason,
    Phrase? Note) : PlanLine(Reference, Source);
