using CareExchange.Fhir.Elements;
using CareExchange.Storage.Audit;
using CareExchange.Storage.Database;
using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Maintenance;

/// <summary>Checks a whole database against itself: versions without gaps, index rows as their resources say, the audit chains hash by hash.</summary>
public sealed class DatabaseVerifier(StorageDatabase database)
{
    private const string Gaps = """
        SELECT count(*) FROM resource r WHERE r.version <> 1 + (SELECT count(*) FROM resource_history h WHERE h.rid = r.rid AND h.version < r.version)
            OR EXISTS (SELECT 1 FROM resource_history h WHERE h.rid = r.rid AND h.version >= r.version)
        """;

    private const string Orphans = "SELECT count(*) FROM resource_history h WHERE NOT EXISTS (SELECT 1 FROM resource r WHERE r.rid = h.rid)";

    /// <summary>Reads everything once, in one snapshot; writes go on meanwhile.</summary>
    public async Task<DatabaseVerification> VerifyAsync(CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        long resources, versions;
        await using (var session = await database.ReadSnapshotAsync(cancellationToken))
        {
            resources = await CountAsync(session, "SELECT count(*) FROM resource", cancellationToken);
            versions = resources + await CountAsync(session, "SELECT count(*) FROM resource_history", cancellationToken);
            if (await CountAsync(session, Gaps, cancellationToken) is > 0 and var gaps) faults.Add($"{gaps} resources have gaps in their versions.");
            if (await CountAsync(session, Orphans, cancellationToken) is > 0 and var orphans) faults.Add($"{orphans} older versions belong to no resource.");
            await CompareAsync(session, faults, cancellationToken);
        }

        var audit = await new AuditStore(database).VerifyAsync(cancellationToken);
        if (audit.Break is { } broken) faults.Add(broken.English);
        return new(resources, versions, audit.Entries, faults);
    }

    private async Task CompareAsync(DatabaseSession session, List<string> faults, CancellationToken cancellationToken)
    {
        TableShape[] tables = [.. IndexTables.ByValue, .. IndexTables.ByResource];
        var expected = tables.ToDictionary(table => table, _ => new RowSum());
        var older = await ExtractAsync(session, expected, faults, cancellationToken);
        foreach (var table in tables)
        {
            using var stored = new RowSum();
            using var wanted = expected[table];
            var values = new object[table.Columns.Count];
            await using var reader = await session.QueryAsync(new Statement($"SELECT {string.Join(", ", table.Columns.Select(column => column.Name))} FROM {table.Name}"), cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                reader.GetValues(values);
                if (!older.Contains((long)values[^1])) stored.Add(values);
            }

            if (stored.Rows != wanted.Rows) faults.Add($"{table.Name} has {stored.Rows} rows where the resources say {wanted.Rows}.");
            else if (stored.Sum != wanted.Sum) faults.Add($"{table.Name} has rows that the resources do not say.");
        }
    }

    // Resources that an older catalog indexed are told apart from damage: what their rows should be, that catalog said.
    private async Task<IReadOnlySet<long>> ExtractAsync(DatabaseSession session, Dictionary<TableShape, RowSum> expected, List<string> faults, CancellationToken cancellationToken)
    {
        var catalog = IndexCatalog.Of(database);
        var older = new HashSet<long>();
        var extractor = new IndexExtractor(catalog, database.Zone);
        long unreadable = 0;
        await using var reader = await session.QueryAsync(new Statement("SELECT rid, type, json, index_keys, id FROM resource WHERE deleted = 0"), cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = reader.GetInt64(0);
            if (catalog.Find(reader.GetString(1)) is not { } type || FhirDocument.Parse(session.Dialect.Bodies.Open(reader.GetString(1), reader.GetString(4), reader.Bytes(2)), catalog.Schema).Value is not { } document)
            {
                unreadable++;
                continue;
            }

            if (IndexKeys.HashOf(reader.Bytes(3)) is { } hash && hash != type.Hash)
            {
                older.Add(row);
                continue;
            }

            foreach (var index in extractor.Extract(document.Root, type)) expected[index.Table].Add([.. index.Values[..^1], row]);
        }

        if (unreadable > 0) faults.Add($"{unreadable} resources cannot be read.");
        if (older.Count > 0) faults.Add($"{older.Count} resources are indexed by an older catalog; a reindex is due.");
        return older;
    }

    private static async Task<long> CountAsync(DatabaseSession session, string sql, CancellationToken cancellationToken) =>
        await session.FirstAsync(new Statement(sql), row => row.GetInt64(0), cancellationToken);
}
