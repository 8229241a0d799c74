using CareExchange.Storage.Database;
using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Search;

/// <summary>A criterion against one resource in hand, by the index rows it would have.</summary>
/// <param name="catalog">The catalog of the type.</param>
/// <param name="type">The resource's type.</param>
/// <param name="id">Its id.</param>
/// <param name="updated">When it was stored, in µs since 1970.</param>
/// <param name="rows">Its index rows.</param>
internal sealed class CriterionMatch(IndexCatalog catalog, IndexedType type, string id, long updated, IndexSet rows)
{
    private readonly (TableShape Table, int Parameter, object[] Values)[] _rows = [.. rows.Select(row => (row.Table, row.Parameter, row.Values))];

    /// <summary>True where the resource alone can answer: not where others are asked (chains, lists, hierarchies), nor full text, distances and composites.</summary>
    public static bool CanJudge(SearchCriterion criterion) => criterion switch
    {
        { Link: not null } => false,
        { Group: { } group } => group.Members.All(CanJudge),
        { Type: "reference", Modifier: "above" or "below" } => false,
        { Type: "id" or "token" or "reference" or "string" or "date" or "number" or "quantity" or "uri" } => true,
        _ => false,
    };

    /// <summary>Whether the resource meets the criterion.</summary>
    public bool Holds(SearchCriterion criterion) => criterion switch
    {
        { Group: { Kind: SearchGroupKind.All } all } => all.Members.All(Holds),
        { Group: { Kind: SearchGroupKind.Any } any } => any.Members.Any(Holds),
        { Group: { } none } => !none.Members.Any(Holds),
        { Code: "_id", Modifier: "not" } => criterion.Values.All(value => value.Text != id),
        { Code: "_id" } => criterion.Values.Any(value => value.Text == id),
        { Code: "_lastUpdated" } => criterion.Values.Any(value => ValueMatch.Updated(value, updated)),
        { Modifier: "missing" } => IsMissing(criterion) == (criterion.Values[0].Text == "true"),
        { Modifier: "not" or "not-in" } => !IsFound(criterion),
        _ => IsFound(criterion),
    };

    private bool IsMissing(SearchCriterion criterion)
    {
        var (table, parameter) = (ValueColumns.Table(criterion.Type), type.Parameters[criterion.Code]);
        var keys = ParameterRows.Keys(parameter);
        return !_rows.Any(row => row.Table == table
            && (row.Parameter == parameter.Key || (keys.Contains(row.Parameter) && (parameter.Narrowed is not { } target || (string)row.Values[2] == target))));
    }

    private bool IsFound(SearchCriterion criterion)
    {
        var parameter = type.Parameters[criterion.Code];
        return IndexLookup.AsIndexed(criterion, parameter, catalog).Values.Any(given =>
            IndexLookup.Places(criterion, parameter, given).Any(place => IsFound(place.Type, place.Key, place.Value, place.Target, criterion.Modifier)));
    }

    private bool IsFound(string kind, int key, SearchValue value, string? target, string? modifier)
    {
        var table = ValueColumns.Table(kind);
        return _rows.Any(row => row.Table == table && row.Parameter == key && (target is null || (string)row.Values[2] == target)
            && ValueMatch.Holds(kind, modifier, value, row.Values) != (modifier == "unequal"));
    }
}
