using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Exchange.Consent.Templates;
using CareExchange.Exchange.Reading;

namespace CareExchange.Server.Web.Consents;

/// <summary>One form to choose from, as it is shown first, again with what has to be corrected, or with what it would do.</summary>
/// <param name="PersonId">The person.</param>
/// <param name="Standing">Whom choices may name.</param>
/// <param name="Template">The form.</param>
/// <param name="Fields">What was filled in so far.</param>
/// <param name="Preview">What it would do; null until it was asked.</param>
/// <param name="Problems">What has to be corrected.</param>
public sealed record ConsentFormModel(
    string PersonId, StandingConsents Standing, ConsentTemplate Template, IFormCollection? Fields, IReadOnlyList<ConsentSentence>? Preview, IReadOnlyList<Phrase> Problems)
{
    /// <summary>True where a box stands ticked or an option chosen.</summary>
    public bool Has(string field, string value) => Fields?[field].Contains(value) == true;

    /// <summary>The text of a field; empty where nothing was filled in.</summary>
    public string Text(string field) => Fields?[field].ToString() ?? "";
}
