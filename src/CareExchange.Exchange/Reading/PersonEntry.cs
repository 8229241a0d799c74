using CareExchange.Exchange.CarePlans.Lines;

namespace CareExchange.Exchange.Reading;

/// <summary>One person in the list.</summary>
/// <param name="Group">Group of the integrated judgement, if it may be seen.</param>
/// <param name="Due">What comes next, late things first.</param>
public sealed record PersonEntry(PersonHeader Person, Phrase? Group, IReadOnlyList<DueItem> Due);
