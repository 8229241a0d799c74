using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Exchange.Reading;

namespace CareExchange.Server.Web.Consents;

/// <summary>A person's consents, and the forms to choose from.</summary>
/// <param name="PersonId">The person.</param>
/// <param name="Standing">What there is.</param>
/// <param name="Notice">What has just been done; null for nothing.</param>
public sealed record ConsentsPageModel(string PersonId, StandingConsents Standing, Phrase? Notice);
