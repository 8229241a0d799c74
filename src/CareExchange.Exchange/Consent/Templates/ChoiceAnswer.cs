namespace CareExchange.Exchange.Consent.Templates;

/// <summary>One choice as it was made.</summary>
/// <param name="Choice">Its id.</param>
/// <param name="Recipients">Ids of recipient options, or references of those who are named (<c>Organization/x</c>); empty only where the choice has one recipient and names nobody.</param>
/// <param name="Months">For how long; null for the template's own period.</param>
public sealed record ChoiceAnswer(string Choice, IReadOnlyList<string> Recipients, int? Months);
