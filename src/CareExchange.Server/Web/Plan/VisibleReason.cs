using CareExchange.Exchange.CarePlans.Lines;

namespace CareExchange.Server.Web.Plan;

/// <summary>One ground on which the reader sees the plan.</summary>
/// <param name="Bases">The consents with their versions, or the article of the law, that say the same.</param>
public sealed record VisibleReason(Phrase Text, IReadOnlyList<string> Bases);
