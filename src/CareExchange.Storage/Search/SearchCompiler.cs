using System.Globalization;
using CareExchange.Storage.Database;
using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Search;

/// <summary>A request and an access predicate → SQL. The text depends on the shape of the request only, never on data.</summary>
/// <remarks>
/// The most selective criterion is scanned in its index (<c>d</c>), the resource row follows by its number (<c>r</c>), and every other
/// criterion is one index lookup per row. CROSS JOIN fixes that order in SQLite, OFFSET 0 in PostgreSQL (decisions/0043).
/// Several types are several such bodies, each cut at the page's size, merged by the order.
/// </remarks>
internal sealed class SearchCompiler(IndexCatalog catalog, IDatabaseDialect dialect)
{
    /// <summary>One page and one match more. Columns: those asked for, the row number, the newest row number, then the sort keys.</summary>
    public Statement Page(SearchRequest request, AccessPredicate access, string columns)
    {
        var sql = new SqlText(dialect);
        if (IsPlain(request)) return sql.ToStatement(Plain(request, access, columns, sql));
        if (!SortWalk.Fits(request, access, catalog)) return sql.ToStatement(Keyed(request, access, columns, sql));
        var walk = new SortWalk(catalog, access, request, sql);
        return sql.ToStatement(request.After is { Keys: [null, ..] } ? walk.Missing(columns, request.Count + 1, request.After) : walk.Present(columns));
    }

    /// <summary>How many rows a search would begin with, counted up to <see cref="Bound"/>; null where it begins with few, or finds its page in the order anyway.</summary>
    /// <remarks>Where there are many, a page is found sooner by looking at the rows of the order one by one (<see cref="SearchRequest.Window"/>).</remarks>
    public Statement? Probe(SearchRequest request, AccessPredicate access)
    {
        if (request is not { Branches: [var branch], Count: > 0, Sort: not [{ Code: "_id" }, ..], After: not { Keys: [null, ..] } } || access.Grants is { Count: > 0 } grants && grants.All(grant => grant.Persons is not null)) return null;
        if (new BodySql(catalog, access).Start(branch.ResourceType, branch.Criteria) is not { } start) return null;
        if (IsPlain(request) ? start.IsOrdered && request.Sort.Count == 0 : SortWalk.Fits(request, access, catalog) || !SortWalk.Fits(request with { Window = Bound(request) }, access, catalog)) return null;
        var sql = new SqlText(dialect);
        return start.Count(sql.Bind((long)Bound(request)), sql) is { } count ? sql.ToStatement($"SELECT {count}") : null;
    }

    /// <summary>How many rows are many: to find them all and put them in order costs more than to look for a page of them among a hundred thousand.</summary>
    public static int Bound(SearchRequest request) => (int)Math.Sqrt(140_000.0 * (request.Count + 1));

    /// <summary>What follows the last row of a page where rows without a first key are asked for separately; null where <see cref="Page"/> has them.</summary>
    public Statement? Rest(SearchRequest request, AccessPredicate access, string columns, int limit)
    {
        if (IsPlain(request) || request.After is { Keys: [null, ..] } || !SortWalk.Fits(request, access, catalog)) return null;

        // What was asked of the first key itself, nothing without a value answers.
        if (RangeOrder.BoundOf(request.Branches[0].Criteria, request.Sort[0]) is not null) return null;
        var sql = new SqlText(dialect);
        return sql.ToStatement(new SortWalk(catalog, access, request, sql).Missing(columns, limit, after: null));
    }

    /// <summary>The number of matches.</summary>
    public Statement Total(SearchRequest request, AccessPredicate access)
    {
        var sql = new SqlText(dialect);
        string[] counts = [.. request.Branches.Select(branch =>
        {
            var (from, where, _) = new BodySql(catalog, access).Of(branch.ResourceType, branch.Criteria, 0, sql);
            return $"SELECT count(*)\nFROM {from}\nWHERE {string.Join("\n  AND ", where)}";
        })];
        return sql.ToStatement(counts is [var only] ? only : $"SELECT {string.Join("\n + ", counts.Select(count => $"({count})"))}");
    }

    // One type in an order that the table's own indexes have: nothing to merge and nothing to look up.
    private static bool IsPlain(SearchRequest request) => request is { Branches.Count: 1, Sort: [] or [{ Code: "_id" or "_lastUpdated" }] };

    private string Plain(SearchRequest request, AccessPredicate access, string columns, SqlText sql)
    {
        var branch = request.Branches[0];
        var (from, where, row) = new BodySql(catalog, access).Of(branch.ResourceType, branch.Criteria, 0, sql, isDriven: request.Window is null, inRowOrder: request.Sort.Count == 0);
        var (key, isDescending) = request.Sort is [var sort] ? (sort.Code == "_id" ? "r.id" : "r.updated", sort.IsDescending) : (null, false);
        if (request.After is { } after)
        {
            where.Add($"{row} <= {sql.Bind(after.LastRow)}");
            var sign = isDescending ? "<" : ">";
            where.Add(key switch
            {
                null => $"{row} > {sql.Bind(after.Row)}",
                "r.id" => $"r.id {sign} {sql.Bind(after.Keys[0]!)}",
                _ => $"(r.updated, r.rid) {sign} ({sql.Bind(long.Parse(after.Keys[0]!, CultureInfo.InvariantCulture))}, {sql.Bind(after.Row)})",
            });
        }

        if (request.Window is { } window) where.Add(Within(window, key, isDescending, request, sql));
        var direction = isDescending ? " DESC" : "";
        var lines = new List<string>
        {
            $"SELECT {columns}, r.rid, (SELECT max(rid) FROM resource){(key is null ? "" : $", {key}")}",
            $"FROM {from}",
            $"WHERE {string.Join("\n  AND ", where)}",
            $"ORDER BY {key switch { null => row, "r.id" => "r.id" + direction, _ => $"r.updated{direction}, r.rid{direction}" }}",
            $"LIMIT {sql.Bind((long)request.Count + 1)}",
        };
        return string.Join('\n', lines);
    }

    // The last row of the window, found by the index of the order alone; all rows where there are not so many.
    private static string Within(int window, string? key, bool isDescending, SearchRequest request, SqlText sql)
    {
        var (column, direction, sign) = (key is null ? "rid" : "updated", isDescending ? " DESC" : "", isDescending ? ">=" : "<=");
        var after = request.After is not { } last ? ""
            : key is null ? $" AND w.rid > {sql.Bind(last.Row)}"
            : $" AND w.updated {(isDescending ? "<=" : ">=")} {sql.Bind(long.Parse(last.Keys[0]!, CultureInfo.InvariantCulture))}";
        var end = $"(SELECT w.{column} FROM resource w WHERE w.type = {sql.Bind(request.Branches[0].ResourceType)}{after} ORDER BY w.{column}{direction} LIMIT 1 OFFSET {sql.Bind((long)window)})";
        return $"r.{column} {sign} coalesce({end}, {sql.Bind(isDescending ? long.MinValue : long.MaxValue)})";
    }

    // Row numbers and keys first, the bytes of the page's rows last: a sort must not carry whole resources.
    private string Keyed(SearchRequest request, AccessPredicate access, string columns, SqlText sql)
    {
        var keys = SortKey.Of(request);
        var limit = sql.Bind((long)request.Count + 1);
        string[] parts = [.. request.Branches.Select(branch => Part(request, branch, access, keys, limit, sql))];
        var found = parts is [var only] ? only : $"SELECT * FROM (\n{string.Join("\nUNION ALL\n", parts.Select(part => $"SELECT * FROM ({part}) p"))}) m\nORDER BY {Order(keys, "m")}\nLIMIT {limit}";
        var names = string.Concat(keys.Select(key => $", k.{key.Name}"));
        return $"SELECT {columns}, r.rid, (SELECT max(rid) FROM resource){names}\nFROM ({found}) k CROSS JOIN {dialect.Following("resource", "r", ["r.rid = k.rid"])}\nWHERE r.rid = k.rid\nORDER BY {Order(keys, "k")}";
    }

    private string Part(SearchRequest request, SearchBranch branch, AccessPredicate access, SortKey[] keys, string limit, SqlText sql)
    {
        var type = catalog.Find(branch.ResourceType)!;
        var bodies = new BodySql(catalog, access);
        var values = string.Concat(keys.Select(key => $", {key.Expression(type, "r", bodies, sql)} AS {key.Name}"));
        var (from, where, row) = bodies.Of(branch.ResourceType, branch.Criteria, 0, sql);
        if (request.After is { } start) where.Add($"{row} <= {sql.Bind(start.LastRow)}");
        if (request.After is { } last && keys.Length == 0) where.Add($"{row} > {sql.Bind(last.Row)}");
        var body = $"SELECT {row} AS rid{values}\nFROM {from}\nWHERE {string.Join("\n  AND ", where)}";
        if (keys.Length == 0) return $"{body}\nORDER BY {row}\nLIMIT {limit}";
        if (keys.Where(key => key.IsReadOnce(type)).ToArray() is { Length: > 0 } once)
        {
            var unions = string.Concat(once.Select(key => $"\nUNION ALL\n{key.ReadOnce(type, keys, bodies, sql)}"));
            body = $"WITH c AS ({body})\nSELECT u.rid, {string.Join(", ", keys.Select(key => key.Pick("u")))}\nFROM (SELECT * FROM c{unions}) u GROUP BY u.rid";
        }

        if (request.After is not { } after) return $"SELECT * FROM ({body}) b\nORDER BY {Order(keys, "b")}\nLIMIT {limit}";
        return $"SELECT * FROM ({body}) b\nWHERE {Keyset(keys, type, after, sql)}\nORDER BY {Order(keys, "b")}\nLIMIT {limit}";
    }

    /// <summary>That a row <c>b</c> comes after the last match: by the first key, or by the next where the first is the same, and so on.</summary>
    internal static string Keyset(SortKey[] keys, IndexedType type, SearchPosition after, SqlText sql)
    {
        var rest = $"b.rid {(IsDescending(keys) ? "<" : ">")} {sql.Bind(after.Row)}";
        for (var index = keys.Length - 1; index >= 0; index--) rest = keys[index].After("b", after.Keys[index], keys[index].ValueType(type), rest, sql);
        return rest;
    }

    internal static string Order(SortKey[] keys, string row) => string.Join(", ", keys.Select(key => key.Order(row)).Append(RowOrder(keys, row)));

    /// <summary>The row number ends every order, in the direction of the first key: so an index that ends with it is walked as it stands, however many rows have the same value.</summary>
    internal static string RowOrder(SortKey[] keys, string row) => $"{row}.rid{(IsDescending(keys) ? " DESC" : "")}";

    private static bool IsDescending(SortKey[] keys) => keys is [{ IsDescending: true }, ..];
}
