using CareExchange.Exchange.CarePlans.Lines;

namespace CareExchange.Exchange.Reading;

/// <summary>One sentence of what consents do.</summary>
/// <param name="Recipient">Whom it is about.</param>
/// <param name="Purpose">For which purposes.</param>
/// <param name="Permits">True where it opens.</param>
/// <param name="Text">The decider's own sentence, as <c>$explain-access</c> says it.</param>
/// <param name="IsPartly">True where it depends on each record.</param>
/// <param name="Until">The last Korean day; null for no end.</param>
public sealed record ConsentSentence(string Recipient, Phrase Purpose, bool Permits, Phrase Text, bool IsPartly, DateOnly? Until);
