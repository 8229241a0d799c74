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

        var literal = Rows(include, IsLiteral(include), start, access, sql);
        var found = UrlKeys(include) is { Count: > 0 } urls ? $"{literal}\n  UNION {Rows(include, IsCanonical(include, urls), start, access, sql)}" : literal;
        return sql.ToStatement($"SELECT {columns}, r.rid FROM resource r\nWHERE r.rid IN ({found})\nORDER BY r.rid LIMIT {sql.Bind((long)limit)}");
    }

    // The rows at hand are s, the reference is x, what comes along is t.
    private string Rows(SearchInclude include, (string From, Func<SqlText, IEnumerable<string>> Where) path, string start, AccessPredicate access, SqlText sql)
    {
        var where = new List<string> { dialect.In("s.rid", start) };
        where.AddRange(path.Where(sql));
        if (include.SourceType is { } source)
        {
            where.Add(include.Code is { } code ? ParameterRows.Of("x", ParameterRows.Keys(Parameter(source, code)), sql) : dialect.In("x.param", sql.Bind(dialect.Numbers(Keys(source)))));
        }
        else if (include.IsReverse)
        {
            // Whatever refers to a row, by any parameter of any type: the index begins with the parameter, so each is named.
            where.Add(dialect.In("x.param", sql.Bind(dialect.Numbers([.. catalog.Names.SelectMany(Keys).Distinct()]))));
        }

        where.Add("t.deleted = 0");
        where.AddRange(AccessSql.PossibleConditions(access, "t", sql));

        // A reference in an element that is kept back leads nowhere. Of all references at once only those of whole resources are followed.
        var holder = include.IsReverse ? "t" : "s";
        Func<IReadOnlyList<string>, bool>? isOpen = include is { SourceType: { } type, Code: { } parameter } ? elements => ParameterElements.IsWithin(catalog.Find(type)!, parameter, elements) : null;
        if (AccessSql.Open(access, isOpen, holder, sql, include.SourceType) is { } open) where.Add(open);
        return $"SELECT t.rid FROM resource s CROSS JOIN index_reference x CROSS JOIN {path.From}\n  WHERE {string.Join("\n  AND ", where)}";
    }

    private (string From, Func<SqlText, IEnumerable<string>> Where) IsLiteral(SearchInclude include) => ("resource t", sql =>
    [
        .. include.IsReverse ? (string[])["x.target = s.id", "x.target_type = s.type", "t.rid = x.rid"] : ["x.rid = s.rid", "t.type = x.target_type", "t.id = x.target"],
        .. include is { SourceType: { } source, Code: { } code } && Parameter(source, code).Narrowed is { } narrowed ? (string[])[$"x.target_type = {sql.Bind(narrowed)}"] : [],
        .. include.TargetType is { } target ? (string[])[$"x.target_type = {sql.Bind(target)}"] : [],
    ]);

    // R4 references.html#canonical: what is named by its URL, in whatever version, is u.
    private static (string From, Func<SqlText, IEnumerable<string>> Where) IsCanonical(SearchInclude include, IReadOnlyList<int> urls) => ("index_uri u CROSS JOIN resource t", sql =>
    [
        include.IsReverse ? "u.rid = s.rid" : "x.rid = s.rid", "x.target_type = ''", ParameterRows.Of("u", urls, sql), "u.value = x.target", include.IsReverse ? "t.rid = x.rid" : "t.rid = u.rid",
    ]);

    // Where the URLs stand of the types that one parameter leads to; none where it leads to nothing that has one.
    private IReadOnlyList<int> UrlKeys(SearchInclude include) => include is { SourceType: { } source, Code: { } code }
        ? [.. SearchModifiers.Targets(Parameter(source, code), []).Where(type => include.TargetType is null || include.TargetType == type)
            .Select(type => catalog.Find(type)?.Parameters.GetValueOrDefault("url")).OfType<IndexedParameter>().Where(url => url.Type == "uri").SelectMany(ParameterRows.Keys).Distinct()]
        : [];

    private IndexedParameter Parameter(string resourceType, string code) => catalog.Find(resourceType)!.Parameters[code];

    // Numbers belong to one type each, so they choose the rows of that type, too.
    private long[] Keys(string resourceType) =>
        [.. catalog.Find(resourceType)!.Parameters.Values.Where(parameter => parameter.Type == "reference").SelectMany(ParameterRows.Keys).Select(key => (long)key).Distinct()];
}
