using CareExchange.Exchange.CarePlans.Lines;

namespace CareExchange.Exchange.Reading;

/// <summary>A consent of a person in plain words: what it does today, as the decider says it.</summary>
/// <param name="Id">Id of the Consent.</param>
/// <param name="Version">Its version.</param>
/// <param name="Title">What it is about.</param>
/// <param name="Template">Template and version it was made from; null for any other.</param>
/// <param name="Given">When, as it says.</param>
/// <param name="IsInForce">False where it was withdrawn, is over or opens and refuses nothing.</param>
/// <param name="MayWithdraw">The reader may take it back.</param>
/// <param name="Sentences">What it does, one sentence for each recipient, purpose and reason.</param>
/// <param name="Categories">The data categories it names, each to be taken back alone; empty where it names none.</param>
public sealed record StandingConsent(
    string Id, long Version, Phrase Title, string? Template, DateOnly? Given, bool IsInForce, bool MayWithdraw, IReadOnlyList<ConsentSentence> Sentences, IReadOnlyList<string> Categories);
