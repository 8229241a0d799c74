using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Exchange.Consent.Templates;

namespace CareExchange.Exchange.Reading;

/// <summary>The consent page of one person, as one reader may see it.</summary>
/// <param name="PersonName">Empty where the reader may not see it.</param>
/// <param name="Consents">Those in force first, then the newest.</param>
/// <param name="Templates">What may be chosen from; none where the reader may not give consents.</param>
/// <param name="Organizations">Whom a choice may name, by reference.</param>
/// <param name="Relatives">Relatives and carers whom a choice may name, by reference.</param>
/// <param name="MustSaySigning">True for staff, who record how and by whom it was given.</param>
public sealed record StandingConsents(
    string PersonName, IReadOnlyList<StandingConsent> Consents, IReadOnlyList<ConsentTemplate> Templates, IReadOnlyList<(string Reference, string Name)> Organizations,
    IReadOnlyList<(string Reference, string Name)> Relatives, bool MustSaySigning);
