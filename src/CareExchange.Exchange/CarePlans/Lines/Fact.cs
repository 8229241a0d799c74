namespace CareExchange.Exchange.CarePlans.Lines;

/// <summary>A named circumstance: housing, economy, household, a wish, a warning.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Text">What was found or said.</param>
public sealed record Fact(string Reference, Source Source, Phrase Name, Phrase Text, DateOnly? Date) : PlanLine(Reference, Source);
