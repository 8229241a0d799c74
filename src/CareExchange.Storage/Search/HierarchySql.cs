using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Search;

/// <summary><c>:above</c> and <c>:below</c> of a reference into a hierarchy: the resources that are part of one, or that one is part of, however far (R4 search.html#recursive).</summary>
/// <remarks>Each step asks whether the requester may know of the resource, so nothing is learnt through one that is hidden. A circle ends where it began.</remarks>
internal static class HierarchySql
{
    /// <summary>The looks into the index of references that a criterion takes.</summary>
    /// <param name="criterion">Its values name where to start: id and type.</param>
    /// <param name="type">The type it is asked of.</param>
    /// <param name="body">Says what may be known.</param>
    /// <param name="depth">How many links lie between the search and this type.</param>
    public static IReadOnlyList<IndexLookup> Lookups(SearchCriterion criterion, IndexedType type, BodySql body, int depth)
    {
        var isBelow = criterion.Modifier == "below";
        return [.. criterion.Values.SelectMany(value => ParameterRows.Keys(type.Parameters[criterion.Code]).Select(key => new IndexLookup(
            IndexTables.Reference.Name,
            key,
            value,
            IsExact: false,
            (alias, sql) => $"{alias}.target_type = {sql.Bind(value.System!)} AND {alias}.target IN ({Ids(isBelow, value.System!, value.Text, body, depth + 1, sql)})")))];
    }

    /// <summary>A type's reference to what it is part of, where that may be of the same type; null where it has none.</summary>
    public static string? Parent(string type, IndexCatalog catalog) => catalog.Find(type) is { } known
        ? Parents.FirstOrDefault(code => known.Parameters.GetValueOrDefault(code) is { Type: "reference" } parent && parent.Targets.Contains(type))
        : null;

    private static readonly string[] Parents = ["partof", "part-of", "parent"];

    // The start itself is among them: who asks for it asks for what refers to it, too.
    private static string Ids(bool isBelow, string type, string id, BodySql body, int depth, SqlText sql)
    {
        var (row, reference, parent) = (BodySql.Alias("r", depth), BodySql.Alias("x", depth), Parent(type, body.Catalog)!);
        string Seen() => string.Join(" AND ", body.Visible(type, depth, sql).Prepend($"{row}.type = {sql.Bind(type)}"));
        string Refers() => string.Join(" AND ", ParameterRows.Reference(reference, body.Find(type).Parameters[parent], type, sql));
        var start = $"SELECT {row}.id FROM resource {row} WHERE {Seen()} AND {row}.id = {sql.Bind(id)}";
        var open = body.Open(body.Find(type), parent, row, sql) is { } known ? $" AND {known}" : "";
        var step = isBelow
            ? $"SELECT {row}.id FROM tree CROSS JOIN index_reference {reference} CROSS JOIN resource {row} WHERE {Refers()} AND {reference}.target = tree.id AND {row}.rid = {reference}.rid AND {Seen()}{open}"
            : $"SELECT {reference}.target FROM tree CROSS JOIN resource {row} CROSS JOIN index_reference {reference} WHERE {Seen()} AND {row}.id = tree.id AND {reference}.rid = {row}.rid AND {Refers()}{open}";
        return $"WITH RECURSIVE tree(id) AS ({start} UNION {step}) SELECT id FROM tree";
    }
}
