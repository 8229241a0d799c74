namespace CareExchange.Storage.Search;

/// <summary>One parameter of a query. Its values are alternatives; criteria of a request must all hold.</summary>
/// <param name="Code">The parameter's code, such as <c>identifier</c>.</param>
/// <param name="Type">The parameter's type: token, reference, string, date, number, quantity or uri.</param>
/// <param name="Modifier">The modifier without its colon, or null.</param>
/// <param name="Values">The alternatives; at least one.</param>
public sealed record SearchCriterion(string Code, string Type, string? Modifier, IReadOnlyList<SearchValue> Values);
