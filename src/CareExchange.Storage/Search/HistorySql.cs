using System.Globalization;
using CareExchange.Storage.Database;

namespace CareExchange.Storage.Search;

/// <summary>A history as SQL: the current versions and the old ones, each in the order of their time, merged.</summary>
internal sealed class HistorySql(IDatabaseDialect dialect)
{
    private const string Columns = "v.type, v.id, v.version, v.updated, v.deleted, v.person, v.category, v.source, v.json, v.rid";

    private const string Old = """
        (SELECT r.type, r.id, h.version, h.updated, h.deleted, h.person, h.category, h.source, h.json, h.rid FROM resource_history h JOIN resource r ON r.rid = h.rid)
        """;

    /// <summary>One page and one version more. Columns: those of a resource, the row number, and 1 where the version before was a deletion.</summary>
    public Statement Page(HistoryRequest request, AccessPredicate access)
    {
        var sql = new SqlText(dialect);
        var limit = sql.Bind((long)request.Count + 1);
        var order = request.IsOldestFirst ? "ASC" : "DESC";
        return sql.ToStatement($"""
            SELECT v.*, (SELECT p.deleted FROM resource_history p WHERE p.rid = v.rid AND p.version = v.version - 1) FROM (
            SELECT * FROM ({Part("resource", request, access, limit, sql)}) a
            UNION ALL
            SELECT * FROM ({Part(Old, request, access, limit, sql)}) b
            ORDER BY 4 {order}, 10 {order}, 3 {order}
            LIMIT {limit}) v
            ORDER BY 4 {order}, 10 {order}, 3 {order}
            """);
    }

    /// <summary>Where a page ended.</summary>
    public static SearchPosition Position(long row, long updated, long version) =>
        new(row, [string.Create(CultureInfo.InvariantCulture, $"{updated}/{version}")], LastRow: 0, Total: null);

    private static string Part(string versions, HistoryRequest request, AccessPredicate access, string limit, SqlText sql)
    {
        var where = new List<string>();
        if (request.ResourceType is { } type) where.Add($"v.type = {sql.Bind(type)}");
        if (request.Types.Count > 0) where.Add(sql.OneOf("v.type", request.Types));
        if (request.Id is { } id) where.Add($"v.id = {sql.Bind(id)}");
        if (request.Since is { } since) where.Add($"v.updated >= {sql.Bind(since)}");
        if (request.At is { } at)
        {
            // Current at some moment of [low, high): stored before its end, and nothing newer stood at its beginning.
            where.Add($"v.updated < {sql.Bind(at.High)}");
            where.AddRange(((string[])["resource", "resource_history"]).Select(table =>
                $"NOT EXISTS (SELECT 1 FROM {table} n WHERE n.rid = v.rid AND n.version > v.version AND n.updated <= {sql.Bind(at.Low)})"));
        }

        if (request.After is { Keys: [{ } key] } after)
        {
            long[] parts = [.. key.Split('/').Select(part => long.Parse(part, CultureInfo.InvariantCulture))];
            where.Add($"(v.updated, v.rid, v.version) {(request.IsOldestFirst ? '>' : '<')} ({sql.Bind(parts[0])}, {sql.Bind(after.Row)}, {sql.Bind(parts[1])})");
        }

        where.AddRange(AccessSql.PossibleConditions(access, "v", sql));
        var filter = where.Count == 0 ? "" : $" WHERE {string.Join(" AND ", where)}";
        var order = request.IsOldestFirst ? "ASC" : "DESC";
        return $"SELECT {Columns} FROM {versions} v{filter} ORDER BY v.updated {order}, v.rid {order}, v.version {order} LIMIT {limit}";
    }
}
