namespace CareExchange.Exchange.CarePlans.Lines;

/// <summary>A former value of a scale, so that a change can be seen.</summary>
public sealed record EarlierScore(DateOnly Date, decimal? Value, Phrase Text);
