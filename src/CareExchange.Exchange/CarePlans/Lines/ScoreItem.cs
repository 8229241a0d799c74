namespace CareExchange.Exchange.CarePlans.Lines;

/// <summary>One item or domain of a scale.</summary>
/// <param name="Minimum">Lowest possible value; null when the scale does not say.</param>
/// <param name="Maximum">Highest possible value; null when the scale does not say.</param>
/// <param name="Meaning">What the value means in words, for instance "부분 도움".</param>
public sealed record ScoreItem(Phrase Name, decimal? Value, decimal? Minimum, decimal? Maximum, Phrase? Meaning);
