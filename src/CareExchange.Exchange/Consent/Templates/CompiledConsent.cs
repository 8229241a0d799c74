namespace CareExchange.Exchange.Consent.Templates;

/// <summary>A Consent made from one choice.</summary>
/// <param name="Choice">Id of the choice.</param>
/// <param name="Json">The Consent without id, UTF-8 JSON.</param>
/// <param name="Text">What was shown, as it is kept with it.</param>
public sealed record CompiledConsent(string Choice, byte[] Json, string Text);
