namespace CareExchange.Storage.Search;

/// <summary>One parameter of a query. Its values are alternatives; criteria of a request must all hold.</summary>
/// <param name="Code">The parameter's code, such as <c>identifier</c>; of a link the reference parameter that is followed.</param>
/// <param name="Type">The parameter's type: token, reference, string, date, number, quantity or uri.</param>
/// <param name="Modifier">The modifier without its colon, or null.</param>
/// <param name="Values">The alternatives; at least one, except for a link.</param>
public sealed record SearchCriterion(string Code, string Type, string? Modifier, IReadOnlyList<SearchValue> Values)
{
    /// <summary>What must hold of a resource at the other end of the reference; null for a criterion on the resource itself.</summary>
    public SearchLink? Link { get; init; }
}
