using System.Text.Json.Serialization;

namespace CareExchange.Exchange.Consent.Templates;

/// <summary>What PIPA 17(2) wants told before somebody agrees; the recipients are told by <see cref="RecipientOption.Text"/>.</summary>
/// <param name="Purpose">What the recipient uses it for.</param>
/// <param name="Items">Which items are provided.</param>
/// <param name="Retention">How long the recipient keeps and uses them.</param>
/// <param name="Refusal">That one may refuse, and what follows from it.</param>
public sealed record ChoiceStatements(
    [property: JsonRequired] TemplateText Purpose, [property: JsonRequired] TemplateText Items, [property: JsonRequired] TemplateText Retention, [property: JsonRequired] TemplateText Refusal);
