using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Search;

/// <summary>One criterion as a condition on <c>resource r</c>, or as the index scan that a search starts from.</summary>
internal sealed class CriterionSql(SearchCriterion criterion, IndexedType type)
{
    /// <summary>How few rows the criterion is expected to leave; the lowest starts the search, 9 never does.</summary>
    /// <remarks>Fixed, not estimated: one request always makes one SQL text, which can be prepared, tested and explained.</remarks>
    public int Rank => criterion switch
    {
        { Modifier: "missing" or "not" or "contains" } => 9,
        { Code: "_id" } => 0,
        { Code: "_lastUpdated" } => 9,
        { Code: "identifier", Type: "token" } or { Modifier: "identifier" } => HasSystemOnly ? 7 : 1,
        { Type: "reference" } => 2,
        { Type: "string", Modifier: "exact" } or { Type: "uri" } => 3,
        { Type: "token" } => HasSystemOnly ? 8 : 4,
        { Type: "string" } => 5,
        { Type: "date" } => 6,
        _ => 7,
    };

    private bool HasSystemOnly => criterion.Values.Any(value => value.Text.Length == 0);

    /// <summary>The condition that a resource meets the criterion. Alternatives are separate lookups, because an OR inside one would lose the index.</summary>
    public string Condition(SqlText sql)
    {
        switch (criterion)
        {
            case { Code: "_id" }:
                return sql.OneOf("r.id", [.. criterion.Values.Select(value => value.Text)]);
            case { Code: "_lastUpdated" }:
                return Any(criterion.Values.Select(value => ValueSql.Updated(value, sql)));
            case { Modifier: "missing" }:
                var word = criterion.Values[0].Text == "true" ? "NOT IN" : "IN";
                return $"r.rid {word} (SELECT i.rid FROM {Table} i WHERE i.param = {sql.Bind(Parameter)})";
            case { Modifier: "not" }:
                return $"NOT {Any(criterion.Values.Select(value => Exists(value, sql)))}";
            default:
                return Any(criterion.Values.Select(value => Exists(value, sql)));
        }
    }

    /// <summary>True when the scan gives each resource once and in row order, so that a page can stop early.</summary>
    public bool IsOrdered => criterion.Values.Count == 1 && criterion.Type is "token" or "reference" && !HasSystemOnly;

    /// <summary>The FROM item <c>d</c> with the row numbers to start from.</summary>
    public string Driver(SqlText sql)
    {
        if (IsOrdered) return $"{Table} d";

        // One resource may have many values that match: each is to come out once. UNION sees to that, a lone SELECT needs DISTINCT.
        var distinct = criterion.Values.Count == 1 ? "DISTINCT " : "";
        return $"({string.Join(" UNION ", criterion.Values.Select(value => $"SELECT {distinct}i.rid FROM {Table} i WHERE {Match(value, "i", sql)}"))}) d";
    }

    /// <summary>What must hold of <c>d</c> itself when the scan is ordered.</summary>
    public IEnumerable<string> DriverConditions(SqlText sql)
    {
        if (!IsOrdered) yield break;
        var value = criterion.Values[0];
        yield return Match(value, "d", sql);

        // Without a system (or target type) one resource may have several rows: the first of them stands for it.
        if (value.System is not null) yield break;
        var (key, rest) = Table == IndexTables.Reference.Name ? ("target", "target_type") : ("code", "system");
        yield return $"NOT EXISTS (SELECT 1 FROM {Table} e WHERE e.param = d.param AND e.{key} = d.{key} AND e.rid = d.rid AND e.{rest} < d.{rest})";
    }

    private string Table => ValueSql.Table(criterion.Modifier == "identifier" ? "token" : criterion.Type).Name;

    private int Parameter => criterion.Modifier == "identifier" ? type.Parameters[criterion.Code].IdentifierKey : type.Parameters[criterion.Code].Key;

    private string Exists(SearchValue value, SqlText sql) => $"EXISTS (SELECT 1 FROM {Table} i WHERE {Match(value, "i", sql)} AND i.rid = r.rid)";

    private string Match(SearchValue value, string alias, SqlText sql) =>
        $"{alias}.param = {sql.Bind(Parameter)} AND {ValueSql.Condition(criterion, value, alias, sql)}";

    private static string Any(IEnumerable<string> alternatives)
    {
        string[] terms = [.. alternatives];
        return terms.Length == 1 ? terms[0] : $"({string.Join(" OR ", terms)})";
    }
}
