using CareExchange.Storage.Database;
using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Resources;

/// <summary>The resource tables: writing a version together with its index rows.</summary>
internal static class ResourceWriter
{
    private const string Find = "SELECT rid, version, updated, deleted, person, category, source, json, index_keys FROM resource WHERE type = $1 AND id = $2";

    private const string Insert = """
        INSERT INTO resource (type, id, version, updated, deleted, person, category, source, index_keys, json)
        VALUES ($1, $2, $3, $4, 0, $5, $6, $7, $8, $9) RETURNING rid
        """;

    private const string KeepOld = """
        INSERT INTO resource_history (rid, version, updated, deleted, person, category, source, json)
        SELECT rid, version, updated, deleted, person, category, source, json FROM resource WHERE rid = $1
        """;

    private const string Update =
        "UPDATE resource SET version = $1, updated = $2, deleted = $3, person = $4, category = $5, source = $6, index_keys = $7, json = $8 WHERE rid = $9";

    /// <summary>The current version with its row number, or null; held until the end of the transaction.</summary>
    public static async Task<CurrentRow?> FindAsync(WriteSession session, string type, string id, CancellationToken cancellationToken)
    {
        await session.LockAsync($"resource/{type}/{id}", cancellationToken);
        return await session.FirstAsync(
            new Statement(Find, type, id),
            row => new CurrentRow(
                row.GetInt64(0),
                new StoredResource(
                    type,
                    id,
                    row.GetInt64(1),
                    row.Time(2),
                    row.GetInt32(3) != 0,
                    row.Bytes(7),
                    new ResourceTags(row.TextOrNull(4), row.GetString(5), row.GetString(6))),
                row.Bytes(8)),
            cancellationToken);
    }

    /// <summary>The first version of a resource.</summary>
    public static async Task InsertAsync(WriteSession session, StoredResource resource, IReadOnlyCollection<IndexRow> index, CancellationToken cancellationToken)
    {
        var statement = new Statement(
            Insert,
            resource.Type,
            resource.Id,
            resource.Version,
            resource.LastUpdated.ToMicroseconds(),
            resource.Tags.Person.OrNull(),
            resource.Tags.Category,
            resource.Tags.Source,
            IndexKeys.Write(index),
            resource.Json.AsArray());
        var rid = await session.FirstAsync(statement, row => row.GetInt64(0), cancellationToken);
        await session.ExecuteAsync([.. IndexRows.Insert(session.Dialect, index, rid)], cancellationToken);
    }

    /// <summary>A further version; only index rows that differ are touched in the tables clustered by value.</summary>
    public static Task UpdateAsync(
        WriteSession session, CurrentRow current, StoredResource next, IReadOnlyCollection<IndexRow> index, CancellationToken cancellationToken)
    {
        var old = IndexKeys.Read(current.IndexKeys);
        var kept = new HashSet<IndexRow>(old);
        kept.IntersectWith(index);
        List<Statement> statements =
        [
            new(KeepOld, current.Row),
            new(
                Update,
                next.Version,
                next.LastUpdated.ToMicroseconds(),
                next.Deleted ? 1L : 0L,
                next.Tags.Person.OrNull(),
                next.Tags.Category,
                next.Tags.Source,
                IndexKeys.Write(index),
                next.Json.AsArray(),
                current.Row),
            .. IndexRows.Delete(session.Dialect, old.Where(row => !kept.Contains(row)), current.Row),
            .. IndexRows.DeleteByResource(current.Row),
            .. IndexRows.Insert(session.Dialect, index.Where(row => !kept.Contains(row)), current.Row),
        ];
        return session.ExecuteAsync(statements, cancellationToken);
    }
}
