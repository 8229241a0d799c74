using CareExchange.Exchange.CarePlans.Lines;

namespace CareExchange.Server.Web.Consents;

/// <summary>The form that takes a consent back, as it is shown first or again with what has to be corrected.</summary>
/// <param name="PersonName">Empty when the reader may not see it.</param>
/// <param name="Reason">What was written so far.</param>
/// <param name="AskedBy"><c>person</c>, <c>representative</c> or empty.</param>
/// <param name="Problems">Field and message; empty the first time.</param>
public sealed record WithdrawalPageModel(
    string PersonId,
    string PersonName,
    ConsentLine Consent,
    string Reason,
    string AskedBy,
    IReadOnlyList<(string Field, Phrase Text)> Problems);
