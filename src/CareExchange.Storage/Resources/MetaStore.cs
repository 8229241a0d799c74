using System.Data.Common;
using System.Globalization;
using CareExchange.Storage.Database;
using CareExchange.Storage.Indexing;
using CareExchange.Storage.Search;

namespace CareExchange.Storage.Resources;

/// <summary>Which profiles, tags and security labels resources carry, each once, read off the index. Thread-safe.</summary>
public sealed class MetaStore(StorageDatabase database)
{
    private readonly IndexCatalog _catalog = IndexCatalog.Of(database);

    /// <summary>The profiles in use, in order.</summary>
    /// <param name="types">The types asked about.</param>
    /// <param name="access">What may be known of.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IReadOnlyList<string>> ProfilesAsync(IReadOnlyList<string> types, AccessPredicate access, CancellationToken cancellationToken) =>
        [.. (await ListAsync(types, "_profile", access, cancellationToken)).Select(row => row.Code)];

    /// <summary>The tags in use, in order.</summary>
    public Task<IReadOnlyList<(string System, string Code)>> TagsAsync(IReadOnlyList<string> types, AccessPredicate access, CancellationToken cancellationToken) =>
        ListAsync(types, "_tag", access, cancellationToken);

    /// <summary>The security labels in use, in order.</summary>
    public Task<IReadOnlyList<(string System, string Code)>> SecurityAsync(IReadOnlyList<string> types, AccessPredicate access, CancellationToken cancellationToken) =>
        ListAsync(types, "_security", access, cancellationToken);

    private async Task<IReadOnlyList<(string System, string Code)>> ListAsync(IReadOnlyList<string> types, string code, AccessPredicate access, CancellationToken cancellationToken)
    {
        IndexedParameter[] parameters = [.. types.Select(type => _catalog.Find(type)?.Parameters.GetValueOrDefault(code)).OfType<IndexedParameter>()];
        if (parameters.Length == 0 || AccessSql.IsNone(access)) return [];
        var (table, columns) = parameters[0].Type switch
        {
            "token" => (IndexTables.Token.Name, "i.system, i.code"),
            "uri" => (IndexTables.Uri.Name, "'', i.value"),
            _ => (IndexTables.Reference.Name, "'', i.target"),
        };
        var sql = new SqlText(database.Dialect);
        string[] where =
        [
            $"i.param IN ({string.Join(", ", parameters.SelectMany(ParameterRows.Keys).Select(key => key.ToString(CultureInfo.InvariantCulture)))})", "r.deleted = 0", .. AccessSql.Conditions(access, "r", sql),
            .. AccessSql.Open(access, elements => types.All(type => _catalog.Find(type) is not { } known || ParameterElements.IsWithin(known, code, elements)), "r", sql, types is [var only] ? only : null) is { } open ? (string[])[open] : [],
        ];
        await using var session = await database.ReadAsync(cancellationToken);
        return await session.ListAsync(
            sql.ToStatement($"SELECT DISTINCT {columns} FROM {table} i JOIN resource r ON r.rid = i.rid WHERE {string.Join(" AND ", where)} ORDER BY 1, 2"), Read, cancellationToken);
    }

    private static (string System, string Code) Read(DbDataReader row) => (row.GetString(0), row.GetString(1));
}
