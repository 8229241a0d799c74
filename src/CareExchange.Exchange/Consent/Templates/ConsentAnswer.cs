namespace CareExchange.Exchange.Consent.Templates;

/// <summary>What somebody chose from a template.</summary>
/// <param name="Template">Its id.</param>
/// <param name="Version">Its version; null for the newest that is valid.</param>
/// <param name="Choices">The choices that were ticked.</param>
public sealed record ConsentAnswer(string Template, string? Version, IReadOnlyList<ChoiceAnswer> Choices);
