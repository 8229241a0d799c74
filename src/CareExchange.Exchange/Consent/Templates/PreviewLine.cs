using CareExchange.Exchange.Requests;

namespace CareExchange.Exchange.Consent.Templates;

/// <summary>What consents do for one recipient and one purpose, for one reason.</summary>
/// <param name="Recipient">Reference or code of whom it is about; <c>*</c> for anybody.</param>
/// <param name="As">The requester as whom it was asked.</param>
/// <param name="Reason">The decider's own reason, in one sentence.</param>
/// <param name="Categories">Data categories that are open, or closed, for this reason.</param>
/// <param name="Partly">Those of them where it depends on each record: what is kept back by label, code or time.</param>
/// <param name="Until">The last moment it holds by itself; null for no end.</param>
public sealed record PreviewLine(string Recipient, Requester As, DecisionReason Reason, IReadOnlyList<string> Categories, IReadOnlyList<string> Partly, DateTimeOffset? Until);
