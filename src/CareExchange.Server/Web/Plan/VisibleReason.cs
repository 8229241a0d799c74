using CareExchange.Exchange.CarePlans.Lines;

namespace CareExchange.Server.Web.Plan;

/// <summary>One ground on which the reader sees the plan.</summary>
/// <param name="Basis">The consent with its version, or the article of the law.</param>
public sealed record VisibleReason(Phrase Text, string? Basis);
