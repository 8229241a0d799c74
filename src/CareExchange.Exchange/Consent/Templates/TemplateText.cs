using System.Text.Json.Serialization;

namespace CareExchange.Exchange.Consent.Templates;

/// <summary>What a template says, in plain Korean and in English beside it.</summary>
/// <param name="Korean">Korean.</param>
/// <param name="English">English.</param>
public sealed record TemplateText([property: JsonRequired, JsonPropertyName("ko")] string Korean, [property: JsonRequired, JsonPropertyName("en")] string English);
