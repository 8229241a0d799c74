using CareExchange.Exchange.CarePlans.Lines;

namespace CareExchange.Exchange.Reading;

/// <summary>Something that a reviewer has to look at.</summary>
/// <param name="Kind">Its code, such as <c>night</c>.</param>
/// <param name="Agent">Whose doing.</param>
/// <param name="Text">One sentence.</param>
public sealed record AccessReviewFinding(string Kind, string Agent, Phrase Text);
