namespace CareExchange.Exchange.Consent;

/// <summary>What tags alone decide.</summary>
/// <param name="Permitted"><see cref="Match.Unknown"/> where nothing is open and content may open it.</param>
/// <param name="Elements">The elements that are open; null for whole resources.</param>
/// <param name="MayBeMore">True where content may open more than that.</param>
internal readonly record struct TagVerdict(Match Permitted, IReadOnlyList<string>? Elements, bool MayBeMore);
