using CareExchange.Exchange.CarePlans.Lines;

namespace CareExchange.Server.Web.Persons;

/// <summary>One person in the list, with what is due next.</summary>
/// <param name="Place">Where the person lives, as short as it is useful.</param>
/// <param name="Household">Living alone, couple, …</param>
/// <param name="Group">Group of the integrated judgement.</param>
public sealed record PersonRow(
    string Id, string Name, int? Age, string? Sex, DateOnly? BirthDate, string? Place, Phrase? Household, Phrase? Group, DueItem? Due, int LateCount);
