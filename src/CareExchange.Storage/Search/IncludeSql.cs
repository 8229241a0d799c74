using CareExchange.Storage.Database;
using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Search;

/// <summary>What comes along with matches, as SQL: over the index of references, never by reading the matches again.</summary>
internal sealed class IncludeSql(IndexCatalog catalog, IDatabaseDialect dialect)
{
    /// <summary>The resources that rows refer to, or that refer to rows, as far as the requester may know of them.</summary>
    /// <param name="include">What is followed.</param>
    /// <param name="rows">Row numbers to start from.</param>
    /// <param name="access">What the requester may know of.</param>
    /// <param name="columns">Columns of <c>resource r</c>.</param>
    /// <param name="limit">The most rows that are wanted.</param>
    public Statement Follow(SearchInclude include, IReadOnlyList<long> rows, AccessPredicate access, string columns, int limit)
    {
        var sql = new SqlText(dialect);
        var start = sql.Bind(dialect.Numbers(rows));

        // The rows at hand are s, the reference is x, what comes along is t.
        var where = include.IsReverse
            ? new List<string> { dialect.In("s.rid", start), "x.target = s.id", "x.target_type = s.type", "t.rid = x.rid" }
            : [dialect.In("s.rid", start), "x.rid = s.rid", "t.type = x.target_type", "t.id = x.target"];
        if (include.SourceType is { } source)
        {
            where.Add(include.Code is { } code ? ParameterRows.Of("x", ParameterRows.Keys(Parameter(source, code)), sql) : dialect.In("x.param", sql.Bind(dialect.Numbers(Keys(source)))));
            if (include.Code is { } one && Parameter(source, one).Narrowed is { } narrowed) where.Add($"x.target_type = {sql.Bind(narrowed)}");
        }
        else if (include.IsReverse)
        {
            // Whatever refers to a row, by any parameter of any type: the index begins with the parameter, so each is named.
            where.Add(dialect.In("x.param", sql.Bind(dialect.Numbers([.. catalog.Names.SelectMany(Keys).Distinct()]))));
        }

        if (include.TargetType is { } target) where.Add($"x.target_type = {sql.Bind(target)}");
        where.Add("t.deleted = 0");
        where.AddRange(AccessSql.PossibleConditions(access, "t", sql));

        // A reference in an element that is kept back leads nowhere. Of all references at once only those of whole resources are followed.
        var holder = include.IsReverse ? "t" : "s";
        Func<IReadOnlyList<string>, bool>? isOpen = include is { SourceType: { } type, Code: { } parameter } ? elements => ParameterElements.IsWithin(catalog.Find(type)!, parameter, elements) : null;
        if (AccessSql.Open(access, isOpen, holder, sql) is { } open) where.Add(open);
        return sql.ToStatement($"SELECT {columns}, r.rid FROM resource r\nWHERE r.rid IN (SELECT t.rid FROM resource s CROSS JOIN index_reference x CROSS JOIN resource t\n  WHERE {string.Join("\n  AND ", where)})\nORDER BY r.rid LIMIT {sql.Bind((long)limit)}");
    }

    private IndexedParameter Parameter(string resourceType, string code) => catalog.Find(resourceType)!.Parameters[code];

    // Numbers belong to one type each, so they choose the rows of that type, too.
    private long[] Keys(string resourceType) =>
        [.. catalog.Find(resourceType)!.Parameters.Values.Where(parameter => parameter.Type == "reference").SelectMany(ParameterRows.Keys).Select(key => (long)key).Distinct()];
}
