using CareExchange.Storage.Database;
using CareExchange.Storage.Indexing;
using CareExchange.Storage.Protection;
using CareExchange.Storage.Resources;

namespace CareExchange.Storage.Maintenance;

/// <summary>Seals under the newest key the bodies that older keys have sealed, and those that an older version of the gateway stored in the clear; with them the hashes of contacts in the index.</summary>
/// <remarks>Some rows at a time, each only if it still stands as it was read. What is done is passed over, so that it can be stopped and begun again.</remarks>
internal sealed class BodyRewriter(StorageDatabase database)
{
    private const int RowsAtATime = 200;
    private const string Current = "SELECT r.rid, r.version, r.type, r.id, r.person, r.json FROM resource r WHERE r.rid > $1 AND r.deleted = 0 ORDER BY r.rid LIMIT $2";

    private const string History = """
        SELECT h.rid, h.version, r.type, r.id, h.person, h.json FROM resource_history h JOIN resource r ON r.rid = h.rid
        WHERE (h.rid, h.version) > ($1, $3) AND h.deleted = 0 ORDER BY h.rid, h.version LIMIT $2
        """;

    /// <summary>Goes through the current versions, or those before them.</summary>
    /// <returns>How many were written.</returns>
    public async Task<long> RunAsync(bool isHistory, CancellationToken cancellationToken)
    {
        long done = 0;
        var (row, version) = (-1L, -1L);
        while (true)
        {
            IReadOnlyList<(long Row, long Version, string Type, string Id, bool IsOfPerson, byte[] Json)> rows;
            await using (var session = await database.ReadAsync(cancellationToken))
            {
                rows = await session.ListAsync(
                    isHistory ? new Statement(History, row, (long)RowsAtATime, version) : new Statement(Current, row, (long)RowsAtATime),
                    found => (found.GetInt64(0), found.GetInt64(1), found.GetString(2), found.GetString(3), !found.IsDBNull(4), found.Bytes(5)),
                    cancellationToken);
            }

            if (rows.Count == 0) return done;
            (row, version) = (rows[^1].Row, rows[^1].Version);
            var statements = new List<Statement>();
            foreach (var one in rows)
            {
                if (database.Dialect.Bodies.Renew(one.Type, one.Id, one.IsOfPerson, one.Json) is not { } renewed) continue;
                statements.Add(new($"UPDATE {(isHistory ? "resource_history" : "resource")} SET json = $1 WHERE rid = $2 AND version = $3 AND json = $4", renewed, one.Row, one.Version, one.Json));
            }

            if (statements.Count == 0) continue;
            await using var writing = await database.WriteAsync(cancellationToken);
            foreach (var statement in statements) done += await writing.ExecuteAsync(statement, cancellationToken);
            await writing.CommitAsync(cancellationToken);
        }
    }

    /// <summary>Extracts anew the resources whose contacts stand in the index under an older key.</summary>
    /// <returns>How many were written.</returns>
    public async Task<long> IndexAsync(CancellationToken cancellationToken)
    {
        var catalog = IndexCatalog.Of(database);
        var rewriter = new ReindexRows(database, catalog, new IndexExtractor(catalog, database.Zone));
        long done = 0;
        foreach (var name in catalog.Names)
        {
            if (catalog.Find(name) is not { } type) continue;
            foreach (var parameter in type.Parameters.Values.Where(parameter => parameter.IsContact)) done += await IndexAsync(rewriter, type, parameter, cancellationToken);
        }

        return done;
    }

    private async Task<long> IndexAsync(ReindexRows rewriter, IndexedType type, IndexedParameter parameter, CancellationToken cancellationToken)
    {
        // A row without text says only that there is something without a value.
        const string Older = "SELECT DISTINCT rid FROM index_token WHERE param = $1 AND code <> '' AND substr(code, 1, length($2)) <> $2 AND rid > $3 ORDER BY rid LIMIT $4";
        long done = 0;
        for (var after = -1L; ;)
        {
            IReadOnlyList<long> rows;
            await using (var session = await database.ReadAsync(cancellationToken))
            {
                rows = await session.ListAsync(new Statement(Older, parameter.Key, database.Keys.NewestId + ":", after, (long)RowsAtATime), row => row.GetInt64(0), cancellationToken);
            }

            if (rows.Count == 0) return done;
            after = rows[^1];
            done += await rewriter.WriteAsync(type, rows, [], cancellationToken);
        }
    }
}
