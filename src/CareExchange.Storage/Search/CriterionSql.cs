using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Search;

/// <summary>One criterion as a condition on a resource row, or as the index scan that a search starts from.</summary>
/// <param name="asked">The criterion.</param>
/// <param name="type">The type it is asked of.</param>
/// <param name="body">Makes what stands at the other end of a link.</param>
/// <param name="depth">How many links lie between the search and this type; it tells the aliases apart.</param>
internal sealed class CriterionSql(SearchCriterion asked, IndexedType type, BodySql body, int depth)
{
    private readonly SearchCriterion criterion = CompositeParts.Of(asked, type);
    private readonly string _resource = BodySql.Alias("r", depth);
    private readonly string _index = BodySql.Alias("i", depth);
    private readonly string _driver = BodySql.Alias("d", depth);

    /// <summary>How few rows the criterion is expected to leave; the lowest starts the search, 9 never does.</summary>
    /// <remarks>Fixed, not estimated: one request always makes one SQL text, which can be prepared, tested and explained.</remarks>
    public int Rank => criterion switch
    {
        { Link: { } link } => Math.Min(9, 1 + link.Ends.Max(end => body.Criterion(end, depth + 1).Rank)),
        { Group: { Kind: SearchGroupKind.Any } group } => Math.Min(9, 1 + group.Members.Max(member => Member(member).Rank)),
        { Group: { Kind: SearchGroupKind.All } group } => group.Members.Min(member => Member(member).Rank),
        { Group: not null } => 9,
        { Modifier: "missing" or "not" or "not-in" or "contains" or "ends" or "unequal" } => 9,
        { Code: "_id" } => 0,
        { Code: "_lastUpdated" } => 9,
        { Type: "text" } => 5,
        { Code: "identifier", Type: "token", Modifier: null } or { Modifier: "identifier" or "of-type" } => HasSystemOnly ? 7 : 1,
        { Type: "reference" } => 2,
        { Type: "string", Modifier: "exact" } or { Type: "uri" or "composite" } => 3,
        { Type: "token", Modifier: null } => HasSystemOnly ? 8 : IsCoarse ? 7 : 4,
        { Type: "string" } or { Modifier: "text" } => 5,
        { Type: "date" or "token" or "special" } => 6,
        _ => 7,
    };

    /// <summary>True where rows are few enough to be put in order one by one.</summary>
    public bool IsSelective => Rank < 7 || (Rank < 9 && !IsCoarse && !HasSystemOnly);

    private bool IsCoarse => criterion is { Type: "token", Link: null } && type.Coarse.Contains(criterion.Code);

    private bool HasSystemOnly => criterion.Values.Any(value => value.Text.Length == 0 && value.Codes is null);

    private IReadOnlyList<IndexLookup> Lookups => field ??= criterion is { Type: "reference", Modifier: "above" or "below" } ? HierarchySql.Lookups(criterion, type, body, depth) : IndexLookup.Of(criterion, type, body.Catalog);

    /// <summary>The condition that a resource meets the criterion. Alternatives are separate lookups, because an OR inside one would lose the index.</summary>
    public string Condition(SqlText sql)
    {
        switch (criterion)
        {
            case { Link: { } link }:
                return Any(link.Ends.SelectMany(end => new LinkSql(criterion, end, type, body, depth).Conditions(sql)));
            case { Group: { } group }:
                string[] members = [.. group.Members.Select(member => Member(member).Condition(sql))];
                return group.Kind switch
                {
                    SearchGroupKind.All => $"({string.Join(" AND ", members)})",
                    SearchGroupKind.Any => Any(members),
                    _ => $"NOT ({string.Join(" OR ", members)})",
                };
            case { Type: "text" }:
                return Known(TextSql.Condition(criterion, _resource, sql), sql);
            case { Code: "_id" }:
                return (criterion.Modifier == "not" ? "NOT " : "") + sql.OneOf($"{_resource}.id", [.. criterion.Values.Select(value => value.Text)]);
            case { Code: "_lastUpdated" }:
                return Any(criterion.Values.Select(value => DateSql.Updated(value, $"{_resource}.updated", sql)));
            case { Modifier: "missing" }:
                return (criterion.Values[0].Text == "true" ? "NOT " : "") + Known(HasAny(_resource, sql), sql);
            case { Modifier: "not" or "not-in" }:
                return $"NOT {Found(sql)}";
            default:
                return Found(sql);
        }
    }

    /// <summary>That the requester may know what the criterion asks about: a value that is kept back counts as if it were not there. Null where that follows
    /// from knowing of the resource, and for what is asked of other criteria.</summary>
    public string? Open(SqlText sql) => IsLabelled ? null : OpenValue(sql);

    private string? OpenValue(SqlText sql) =>
        criterion is { Group: not null } or { Link.IsReverse: true } or { Code: "_id" or "_lastUpdated" } ? null : OpenOf(_resource, sql);

    // Of what several state, a value may be known that somebody states of whom it may be.
    private string? OpenOf(string resource, SqlText sql)
    {
        if (body.Open(type, criterion.Code, resource, sql) is not { } open) return null;
        if (criterion is { Link: not null } or { Type: "text" }) return open;
        string[] views = [.. body.Views(type, criterion.Code, resource, sql).Select(view => $"({view.Condition} AND {Of(view.Source, resource, sql)})")];
        return views.Length == 0 ? open : Any([open, .. views]);
    }

    private string Of(string source, string resource, SqlText sql) => criterion.Modifier == "missing"
        ? HasAny(resource, sql, [.. ParameterRows.Keys(type.Parameters[criterion.Code]).Select(key => ParameterKey.OfView(key, source))])
        : Any(Lookups.Select(lookup => Exists(lookup with { Parameter = ParameterKey.OfView(lookup.Parameter, source) }, resource, sql)));

    private string Found(SqlText sql)
    {
        var found = Known(Any(Lookups.Select(lookup => Exists(lookup, _resource, sql))), sql);
        return !IsLabelled ? found : Any([found, .. criterion.Values.Select(value =>
            $"EXISTS (SELECT 1 FROM {IndexTables.Composite.Name} {_index} WHERE {_index}.rid = {_resource}.rid AND {Labelled(value, _resource, sql)}{sql.Dialect.OncePerRow})")]);
    }

    // A number that only some may know stands apart (LabelledParts): it is asked beside the others, for whom it is open.
    private bool IsLabelled => criterion is { Code: "identifier", Type: "token", Modifier: null or "not" } && type is { Name: "Patient", Within: null };

    private string Labelled(SearchValue value, string resource, SqlText sql) =>
        (body.OpenElements(type, criterion.Code, resource, sql) is { } open ? open + " AND " : "") + $"{_index}.param = {sql.Bind(LabelledIdentifier.Key(type.Name))} AND {ValueSql.Condition("token", null, value, new ValueColumns($"{_index}.code", $"{_index}.code_system", "", "", ""), sql)} AND {body.PartOpen(resource, $"{_index}.value", $"{_index}.value_system", sql)}";

    private IEnumerable<string> LabelledRows(SqlText sql)
    {
        var holder = BodySql.Alias("h", depth);
        var open = OpenOf(holder, sql);
        foreach (var lookup in Lookups)
        {
            yield return open is null
                ? $"SELECT {_index}.rid FROM {lookup.Table} {_index} WHERE {Match(lookup, _index, sql)}"
                : $"SELECT {_index}.rid FROM {lookup.Table} {_index} CROSS JOIN {Holder(holder, sql)} WHERE {Match(lookup, _index, sql)} AND {holder}.rid = {_index}.rid AND {open}";
        }

        foreach (var value in criterion.Values) yield return $"SELECT {_index}.rid FROM {IndexTables.Composite.Name} {_index} CROSS JOIN {Holder(holder, sql)} WHERE {Labelled(value, holder, sql)} AND {holder}.rid = {_index}.rid";
    }

    private string Holder(string holder, SqlText sql) => sql.Dialect.Following("resource", holder, [$"{holder}.rid = {_index}.rid"]);

    private string Known(string condition, SqlText sql) => OpenValue(sql) is { } open ? $"({condition} AND {open})" : condition;

    /// <summary>True when the scan gives each resource once and in row order, so that a page can stop early.</summary>
    public bool IsOrdered => !IsLabelled && criterion is { Link: null, Group: null, Type: not "text", Modifier: not "text" } && Lookups is [{ IsOrdered: true }];

    /// <summary>True when the row numbers to start from are a list that a SELECT of its own makes.</summary>
    public bool IsList => !IsOrdered && criterion.Type != "text";

    /// <summary>The FROM item <c>d</c> with the row numbers to start from.</summary>
    public string Driver(SqlText sql)
    {
        if (criterion.Type == "text") return $"({TextSql.Driver(criterion, sql)}) {_driver}";
        return IsOrdered ? $"{Lookups[0].Table} {_driver}" : $"{List(sql, isOnce: true)} {_driver}";
    }

    /// <summary>The list of row numbers to start from, in parentheses.</summary>
    /// <param name="sql">The SQL in the making.</param>
    /// <param name="isOnce">True where each has to come out once. UNION sees to that, a lone SELECT needs DISTINCT; a list that is only looked into pays for neither.</param>
    public string List(SqlText sql, bool isOnce)
    {
        var (union, distinct) = isOnce ? (" UNION ", "DISTINCT ") : (" UNION ALL ", "");
        if (criterion.Link is { } link) return $"({string.Join(union, link.Ends.SelectMany(end => new LinkSql(criterion, end, type, body, depth).Rows(distinct, sql)))})";
        if (criterion.Group is { } group) return $"({string.Join(union, Starts(group).Select(members => Rows(members, sql)))})";
        if (IsLabelled) return $"({string.Join(union, LabelledRows(sql))})";
        if (Lookups.Count > 1) distinct = "";
        return $"({string.Join(union, Lookups.Select(lookup => $"SELECT {distinct}{_index}.rid FROM {lookup.Table} {_index} WHERE {Match(lookup, _index, sql)}"))})";
    }

    /// <summary>What must hold of <c>d</c> itself when the scan is ordered, or of what a full-text index gives.</summary>
    public IEnumerable<string> DriverConditions(SqlText sql)
    {
        if (criterion.Type == "text") yield return TextSql.DriverCondition(criterion, _resource, sql);
        if (!IsOrdered) yield break;
        var lookup = Lookups[0];
        yield return Match(lookup, _driver, sql);

        // Without a system (or target type) one resource may have several rows: the first of them stands for it.
        if (lookup.Value.System is not null) yield break;
        var (key, rest) = lookup.Table == IndexTables.Reference.Name ? ("target", "target_type") : ("code", "system");
        yield return $"NOT EXISTS (SELECT 1 FROM {lookup.Table} e WHERE e.param = {_driver}.param AND e.{key} = {_driver}.{key} AND e.rid = {_driver}.rid AND e.{rest} < {_driver}.{rest})";
    }

    /// <summary>How many rows of the index the scan begins with, counted up to a bound; null where that is not told by counting, or always few.</summary>
    public string? Count(string bound, SqlText sql)
    {
        if (criterion.Link is { Ends: [var end] }) return body.Criterion(end, depth + 1).Count(bound, sql);
        if (criterion is not { Link: null, Group: null, Type: "token" or "string" or "quantity" or "number" or "date", Code: not ("_id" or "_lastUpdated") } || Rank is < 4 or 9) return null;
        return string.Join(" + ", Lookups.Select(lookup => $"(SELECT count(*) FROM (SELECT 1 FROM {lookup.Table} {_index} WHERE {Match(lookup, _index, sql)} LIMIT {bound}) p)"));
    }

    private CriterionSql Member(SearchCriterion member) => new(member, type, body, depth);

    // Where all must hold, one search of them all; where one is enough, a search for each.
    private static IEnumerable<IReadOnlyList<SearchCriterion>> Starts(SearchGroup group) =>
        group.Kind == SearchGroupKind.All ? [group.Members] : group.Members.Select(member => (IReadOnlyList<SearchCriterion>)[member]);

    private string Rows(IReadOnlyList<SearchCriterion> members, SqlText sql)
    {
        var (from, where, row) = body.Of(type, members, depth, sql);
        return $"SELECT {row} AS rid FROM {from} WHERE {string.Join(" AND ", where)}";
    }

    // A table ordered by value holds one value's rows in row order: one step finds the resource. Many values are read once instead.
    private string Exists(IndexLookup lookup, string resource, SqlText sql) => lookup.IsByRow
        ? $"EXISTS (SELECT 1 FROM {lookup.Table} {_index} WHERE {Match(lookup, _index, sql)} AND {_index}.rid = {resource}.rid{sql.Dialect.OncePerRow})"
        : sql.Dialect.Among($"{resource}.rid", $"SELECT {_index}.rid FROM {lookup.Table} {_index} WHERE {Match(lookup, _index, sql)}");

    // Tables that can be asked by row number are; the others are read once for all rows.
    private string HasAny(string resource, SqlText sql, IReadOnlyList<int>? keys = null)
    {
        var table = ValueColumns.Table(criterion.Type);
        var has = $"SELECT {_index}.rid FROM {table.Name} {_index} WHERE {(keys is null ? ParameterRows.Of(_index, type.Parameters[criterion.Code], sql) : ParameterRows.Of(_index, keys, sql))}";
        return IndexTables.ByResource.Contains(table) || table == IndexTables.Reference ? $"EXISTS ({has} AND {_index}.rid = {resource}.rid)" : sql.Dialect.Among($"{resource}.rid", has);
    }

    private static string Match(IndexLookup lookup, string alias, SqlText sql) => $"{alias}.param = {sql.Bind(lookup.Parameter)} AND {lookup.Condition(alias, sql)}";

    private static string Any(IEnumerable<string> alternatives)
    {
        string[] terms = [.. alternatives];
        return terms.Length == 1 ? terms[0] : $"({string.Join(" OR ", terms)})";
    }
}
