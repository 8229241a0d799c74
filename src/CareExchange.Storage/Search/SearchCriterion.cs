namespace CareExchange.Storage.Search;

/// <summary>One parameter of a query. Its values are alternatives; criteria of a request must all hold.</summary>
/// <param name="Code">The parameter's code, such as <c>identifier</c>; of a link the reference parameter that is followed; of a group empty.</param>
/// <param name="Type">The parameter's type: token, reference, string, date, number, quantity or uri.</param>
/// <param name="Modifier">The modifier without its colon, or null.</param>
/// <param name="Values">The alternatives; at least one, except for a link and a group.</param>
public sealed record SearchCriterion(string Code, string Type, string? Modifier, IReadOnlyList<SearchValue> Values)
{
    /// <summary>What must hold of a resource at the other end of the reference; null for a criterion on the resource itself.</summary>
    public SearchLink? Link { get; init; }

    /// <summary>Criteria that are joined; null for a criterion that stands for itself.</summary>
    public SearchGroup? Group { get; init; }

    /// <summary>Of <c>_text</c> and <c>_content</c>: how far the index reaches and what lies beyond; set when the search runs.</summary>
    public TextMatch? TextMatch { get; init; }

    /// <summary>True where this criterion, or one inside it, asks the full-text index.</summary>
    internal bool AsksText => Type == "text" || Group?.Members.Any(member => member.AsksText) == true || Link?.Ends.Any(end => end.Criterion.AsksText) == true;

    /// <summary>The resource types that are asked about through references, however deep.</summary>
    public IEnumerable<string> LinkedTypes => (Link?.Types ?? []).Concat(Group?.Members.SelectMany(member => member.LinkedTypes) ?? [])
        .Concat(this is { Type: "reference", Modifier: "above" or "below" } ? Values.Select(value => value.System).OfType<string>() : []);

    /// <summary>Criteria joined into one.</summary>
    public static SearchCriterion Of(SearchGroupKind kind, IReadOnlyList<SearchCriterion> members) => new("", "", null, []) { Group = new(kind, members) };
}
