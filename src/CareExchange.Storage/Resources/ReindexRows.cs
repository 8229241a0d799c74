using CareExchange.Fhir.Elements;
using CareExchange.Storage.Database;
using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Resources;

/// <summary>Extracts the index rows of stored resources anew and puts them in place of the old ones; versions and times stay.</summary>
internal sealed class ReindexRows(StorageDatabase database, IndexCatalog catalog, IndexExtractor extractor)
{
    private static readonly TableShape Keys = new("resource", [new("rid", "bigint"), new("index_keys", "bytea")]);

    /// <summary>Indexes rows of one type by the parameters as they stand.</summary>
    /// <param name="type">The parameters.</param>
    /// <param name="rows">Row numbers.</param>
    /// <param name="also">Statements of the same commit.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>How many were written; one that somebody changes meanwhile is left to whoever changes it.</returns>
    public async Task<int> WriteAsync(IndexedType type, IReadOnlyList<long> rows, IReadOnlyList<Statement> also, CancellationToken cancellationToken)
    {
        var extracted = rows.Count == 0 ? [] : await ExtractAsync(type, rows, cancellationToken);
        if (extracted.Count == 0 && also.Count == 0) return 0;
        await using var session = await database.WriteAsync(cancellationToken);
        var standing = extracted.Count == 0 ? [] : (await session.ListAsync(
            new Statement($"SELECT rid, version, index_keys FROM resource WHERE {session.Dialect.In("rid", "$1")} ORDER BY rid{session.Dialect.ForUpdate}", session.Dialect.Numbers([.. extracted.Select(row => row.Row)])),
            row => (Row: row.GetInt64(0), Version: row.GetInt64(1), Keys: row.Bytes(2)),
            cancellationToken)).ToDictionary(row => row.Row);
        var (gone, come) = (new IndexBatch(), new IndexBatch());
        var written = new List<object[]>();
        foreach (var (row, version, index) in extracted)
        {
            if (!standing.TryGetValue(row, out var current) || current.Version != version) continue;
            var old = IndexKeys.Read(current.Keys);
            var kept = new HashSet<IndexRow>(old);
            kept.IntersectWith(index);
            var keys = IndexKeys.Write(index, type.Hash);
            foreach (var one in old.Where(one => !kept.Contains(one))) gone.Add(one, row);
            foreach (var one in index.Where(one => !kept.Contains(one))) come.Add(one, row);
            written.Add([row, keys]);
        }

        var statements = new List<Statement>();
        if (written.Count > 0)
        {
            var numbers = session.Dialect.Numbers([.. written.Select(row => (long)row[0])]);
            statements.AddRange(session.Dialect.Update(Keys, written));
            statements.AddRange(gone.Tables.SelectMany(table => session.Dialect.Delete(table.Table, table.AsObjects())));
            statements.AddRange(IndexTables.ByResource.Select(table => new Statement($"DELETE FROM {table.Name} WHERE {session.Dialect.In("rid", "$1")}", numbers)));
        }

        await session.ExecuteAsync([.. statements, .. also], cancellationToken);
        await session.InsertAllAsync([.. come.Tables], cancellationToken);
        await session.CommitAsync(cancellationToken);
        return written.Count;
    }

    // Reading and extracting need no writer.
    private async Task<IReadOnlyList<(long Row, long Version, IndexSet Index)>> ExtractAsync(IndexedType type, IReadOnlyList<long> rows, CancellationToken cancellationToken)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        var stored = await session.ListAsync(
            new Statement($"SELECT rid, version, id, json FROM resource WHERE {session.Dialect.In("rid", "$1")} AND deleted = 0 ORDER BY rid", session.Dialect.Numbers(rows)),
            row => (Row: row.GetInt64(0), Version: row.GetInt64(1), Json: session.Dialect.Bodies.Open(type.Name, row.GetString(2), row.Bytes(3))),
            cancellationToken);
        var extracted = new List<(long, long, IndexSet)>(stored.Count);
        foreach (var (row, version, json) in stored)
        {
            // What cannot be read any more keeps the rows it has; a verification tells of it.
            if (FhirDocument.Parse(json, catalog.Schema).Value is not { } document) continue;
            using (document) extracted.Add((row, version, extractor.Extract(document.Root, type)));
        }

        return extracted;
    }
}
