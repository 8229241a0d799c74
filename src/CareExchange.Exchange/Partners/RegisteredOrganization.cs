namespace CareExchange.Exchange.Partners;

/// <summary>An organisation that documents may name in words: what the operator says it is called.</summary>
/// <param name="Id">Id of its Organization.</param>
/// <param name="Names">Its name and other spellings of it; blanks, capitals and full-width letters make no difference.</param>
/// <param name="Identifiers">Its business identifiers as tokens, <c>system|value</c>.</param>
public sealed record RegisteredOrganization(string Id, IReadOnlyList<string> Names, IReadOnlyList<string> Identifiers);
