using CareExchange.Exchange.Consent.Templates;

namespace CareExchange.Exchange.Interactions;

/// <summary>Consents as they would be made: what would be shown, and what they would allow.</summary>
/// <param name="Template">The template.</param>
/// <param name="Consents">One for each choice that permits or refuses.</param>
/// <param name="Lines">What they would do, in the decider's own sentences.</param>
public sealed record ConsentDraft(ConsentTemplate Template, IReadOnlyList<CompiledConsent> Consents, IReadOnlyList<PreviewLine> Lines);
