using System.Globalization;
using CareExchange.Storage.Database;
using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Search;

/// <summary>A request and an access predicate → SQL. The text depends on the shape of the request only, never on data.</summary>
/// <remarks>
/// The most selective criterion is scanned in its index (<c>d</c>), the resource row follows by its number (<c>r</c>), and every other
/// criterion is one index lookup per row. CROSS JOIN fixes that order in SQLite; PostgreSQL plans as it likes.
/// </remarks>
internal sealed class SearchCompiler(IndexCatalog catalog, IDatabaseDialect dialect)
{
    /// <summary>One page and one match more. Columns: those asked for, the row number, the newest row number.</summary>
    public Statement Page(SearchRequest request, AccessPredicate access, string columns)
    {
        var sql = new SqlText(dialect);
        var (from, where, row) = new BodySql(catalog, access).Of(request.ResourceType, request.Criteria, 0, sql);
        if (request.After is { } after) where.AddRange(Keyset(request.Sort, after, row, sql));
        var lines = new List<string>
        {
            $"SELECT {columns}, r.rid, (SELECT max(rid) FROM resource)",
            $"FROM {from}",
            $"WHERE {string.Join("\n  AND ", where)}",
            $"ORDER BY {Order(request.Sort, row)}",
            $"LIMIT {sql.Bind((long)request.Count + 1)}",
        };
        return sql.ToStatement(string.Join('\n', lines));
    }

    /// <summary>The number of matches.</summary>
    public Statement Total(SearchRequest request, AccessPredicate access)
    {
        var sql = new SqlText(dialect);
        var (from, where, _) = new BodySql(catalog, access).Of(request.ResourceType, request.Criteria, 0, sql);
        return sql.ToStatement($"SELECT count(*)\nFROM {from}\nWHERE {string.Join("\n  AND ", where)}");
    }

    private static IEnumerable<string> Keyset(SearchSort sort, SearchPosition after, string row, SqlText sql)
    {
        yield return $"{row} <= {sql.Bind(after.LastRow)}";
        yield return sort switch
        {
            SearchSort.Id => $"r.id > {sql.Bind(after.Key!)}",
            SearchSort.IdDescending => $"r.id < {sql.Bind(after.Key!)}",
            SearchSort.LastUpdated => $"(r.updated, r.rid) > ({sql.Bind(Microseconds(after))}, {sql.Bind(after.Row)})",
            SearchSort.LastUpdatedDescending => $"(r.updated, r.rid) < ({sql.Bind(Microseconds(after))}, {sql.Bind(after.Row)})",
            _ => $"{row} > {sql.Bind(after.Row)}",
        };
    }

    private static string Order(SearchSort sort, string row) => sort switch
    {
        SearchSort.Id => "r.id",
        SearchSort.IdDescending => "r.id DESC",
        SearchSort.LastUpdated => "r.updated, r.rid",
        SearchSort.LastUpdatedDescending => "r.updated DESC, r.rid DESC",
        _ => row,
    };

    private static long Microseconds(SearchPosition after) => long.Parse(after.Key!, CultureInfo.InvariantCulture);
}
