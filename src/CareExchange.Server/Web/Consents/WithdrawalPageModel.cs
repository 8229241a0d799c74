using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Exchange.Reading;

namespace CareExchange.Server.Web.Consents;

/// <summary>The form that takes a consent back, as it is shown first or again with what has to be corrected.</summary>
/// <param name="PersonName">Empty when the reader may not see it.</param>
/// <param name="Reasons">Codes to choose from. No free text: what people write about a withdrawal names people.</param>
/// <param name="Reason">The code chosen so far, or empty.</param>
/// <param name="Problems">Id of the field and message; empty the first time.</param>
public sealed record WithdrawalPageModel(
    string PersonId,
    string PersonName,
    StandingConsent Consent,
    IReadOnlyList<string> Reasons,
    string Reason,
    IReadOnlyList<(string Field, Phrase Text)> Problems);
