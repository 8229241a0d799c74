namespace CareExchange.Exchange.CarePlans.Lines;

/// <summary>A need that is on the page, to jump to.</summary>
public sealed record NeedLink(string Reference, Phrase Text);
