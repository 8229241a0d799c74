using System.Data.Common;
using CareExchange.Storage.Database;
using CareExchange.Storage.Protection;

namespace CareExchange.Storage.Resources;

/// <summary>The resource tables: reading, for stores and transactions alike.</summary>
internal static class ResourceRows
{
    /// <summary>The columns of <see cref="Read"/>, of <c>resource</c> as r.</summary>
    public const string Columns = "r.type, r.id, r.version, r.updated, r.deleted, r.person, r.category, r.source, r.json";

    private const string Current = $"SELECT {Columns} FROM resource r WHERE r.type = $1 AND r.id = $2";

    private const string History = """
        SELECT r.type, r.id, h.version, h.updated, h.deleted, h.person, h.category, h.source, h.json
        FROM resource r JOIN resource_history h ON h.rid = r.rid WHERE r.type = $1 AND r.id = $2
        """;

    private const string Compartment = $"SELECT {Columns} FROM resource r WHERE r.person = $1 AND r.deleted = 0 ORDER BY r.type, r.id";

    private const string CompartmentAfter =
        $"SELECT {Columns} FROM resource r WHERE r.person = $1 AND r.deleted = 0 AND (r.type, r.id) > ($2, $3) ORDER BY r.type, r.id";

    public static Task<StoredResource?> ReadAsync(DatabaseSession session, string type, string id, CancellationToken cancellationToken) =>
        session.FirstAsync(new Statement(Current, type, id), Reader(session), cancellationToken);

    // One statement, whether the version is current, old or not there: how long it takes must not tell which.
    public static Task<StoredResource?> VreadAsync(DatabaseSession session, string type, string id, long version, CancellationToken cancellationToken) =>
        session.FirstAsync(new Statement($"{Current} AND r.version = $3 UNION ALL {History} AND h.version = $3", type, id, version), Reader(session), cancellationToken);

    public static Task<DbDataReader> CompartmentAsync(DatabaseSession session, string person, CancellationToken cancellationToken) =>
        session.QueryAsync(new Statement(Compartment, person), cancellationToken);

    public static Task<DbDataReader> CompartmentAsync(DatabaseSession session, string person, string afterType, string afterId, CancellationToken cancellationToken) =>
        session.QueryAsync(new Statement(CompartmentAfter, person, afterType, afterId), cancellationToken);

    /// <summary>True where any of these resources has a version, deleted ones included.</summary>
    public static async Task<bool> AnyStandsAsync(DatabaseSession session, IEnumerable<(string Type, string Id)> resources, CancellationToken cancellationToken)
    {
        foreach (var group in resources.GroupBy(static resource => resource.Type, static resource => resource.Id, StringComparer.Ordinal))
        {
            var sql = $"SELECT 1 FROM resource WHERE type = $1 AND {session.Dialect.In("id", "$2")} LIMIT 1";
            if (await session.FirstAsync(new Statement(sql, group.Key, session.Dialect.Texts([.. group])), static row => row.GetInt32(0), cancellationToken) == 1) return true;
        }

        return false;
    }

    /// <summary>Writes a version over itself; of a current one, what <c>Put</c> has just made of it gives way.</summary>
    public static Task RestateAsync(WriteSession session, StoredResource resource, bool isCurrent, CancellationToken cancellationToken)
    {
        const string Row = "(SELECT rid FROM resource WHERE type = $1 AND id = $2)";
        var (version, json) = (resource.Version, session.Dialect.Bodies.Seal(resource.Type, resource.Id, resource.Tags.Person is not null, resource.Json.AsArray()));
        return isCurrent
            ? session.ExecuteAsync(
                [
                    new($"DELETE FROM resource_history WHERE rid = {Row} AND version = $3", resource.Type, resource.Id, version),
                    new("UPDATE resource SET version = $3, updated = $4, json = $5 WHERE type = $1 AND id = $2", resource.Type, resource.Id, version, resource.LastUpdated.ToMicroseconds(), json),
                ],
                cancellationToken)
            : session.ExecuteAsync(
                [new($"UPDATE resource_history SET category = $4, json = $5 WHERE rid = {Row} AND version = $3", resource.Type, resource.Id, version, resource.Tags.Category, json)],
                cancellationToken);
    }

    /// <summary>Reads rows of a session's queries.</summary>
    public static Func<DbDataReader, StoredResource> Reader(DatabaseSession session)
    {
        var bodies = session.Dialect.Bodies;
        return reader => Read(reader, bodies);
    }

    /// <summary>A row of <see cref="Columns"/>.</summary>
    public static StoredResource Read(DbDataReader reader, SealedBodies bodies)
    {
        var (type, id) = (reader.GetString(0), reader.GetString(1));
        return new(
            type,
            id,
            reader.GetInt64(2),
            reader.Time(3),
            reader.GetInt32(4) != 0,
            bodies.Open(type, id, reader.Bytes(8)),
            new ResourceTags(reader.TextOrNull(5), reader.GetString(6), reader.GetString(7)));
    }
}
