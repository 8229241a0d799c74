using CareExchange.Storage.Database;
using CareExchange.Storage.Indexing;
using CareExchange.Storage.Protection;

namespace CareExchange.Storage.Resources;

/// <summary>The resource tables: writing versions together with their index rows, however many at once in the same few statements.</summary>
internal static class ResourceWriter
{
    private const string Find = "SELECT type, id, rid, version, updated, deleted, person, category, source, json, index_keys FROM resource WHERE type = $1 AND ";

    private static readonly TableShape Table = new(
        "resource",
        [
            Long("rid"), Text("type"), Text("id"), Long("version"), Long("updated"), new("deleted", "integer"), Text("person"), Text("category"), Text("source"),
            new("index_keys", "bytea"), new("json", "bytea"),
        ]);

    /// <summary>The current versions with their row numbers; nobody else changes them until the end of the transaction.</summary>
    public static async Task<Dictionary<(string Type, string Id), CurrentRow>> FindAsync(
        WriteSession session, IEnumerable<(string Type, string Id)> resources, CancellationToken cancellationToken)
    {
        var current = new Dictionary<(string, string), CurrentRow>();
        var statements = new List<Statement>();
        foreach (var group in resources.GroupBy(resource => resource.Type, resource => resource.Id, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            // In one order, so that two who hold several of the same never wait for each other.
            string[] ids = [.. group];
            statements.Add(ids.Length == 1
                ? new($"{Find}id = $2{session.Dialect.ForUpdate}", group.Key, ids[0])
                : new($"{Find}{session.Dialect.In("id", "$2")} ORDER BY id{session.Dialect.ForUpdate}", group.Key, session.Dialect.Texts(ids)));
        }

        if (statements.Count == 0) return current;
        foreach (var rows in await session.QueryAllAsync(statements, cancellationToken))
        {
            foreach (var row in rows) current.Add(((string)row[0], (string)row[1]), Read(row, session.Dialect.Bodies));
        }

        return current;
    }

    /// <summary>Asks for what <see cref="WriteAsync"/> and a chain of the audit trail will need first.</summary>
    public static Task AskAheadAsync(WriteSession session, IReadOnlyList<JudgedPut> puts, IReadOnlyList<Statement> chain, CancellationToken cancellationToken) =>
        session.AskAheadAsync(Table, puts.Count(static put => put.Current is null), chain, cancellationToken);

    /// <summary>Writes versions and whatever rows go with them. Gives those that somebody else created in the meantime: of them nothing is written.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="puts">All of them write, each resource once.</param>
    /// <param name="others">Rows of other tables.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="commits">True where the transaction is to end with it, unless something was created in the meantime.</param>
    public static async Task<IReadOnlySet<JudgedPut>> WriteAsync(
        WriteSession session, IReadOnlyList<JudgedPut> puts, IReadOnlyList<TableRows> others, CancellationToken cancellationToken, bool commits = false)
    {
        var lost = new HashSet<JudgedPut>();
        var tables = new List<TableRows>(others);
        var index = IndexBatch.Rent();
        var updates = new List<JudgedPut>();
        var made = new List<object[]>();
        var shared = new List<object[]>();
        var created = puts.Where(put => put.Current is null).ToArray();
        var numbers = created.Length == 0 ? [] : await session.ReserveRowsAsync(Table, created.Length, cancellationToken);
        for (var place = 0; place < created.Length; place++) (created[place].IsNew ? made : shared).Add(created[place].Row(numbers[place], session.Dialect.Bodies));
        var added = shared.Count == 0 ? null : await session.InsertAbsentAsync(Table, "type, id", shared, cancellationToken);
        for (var place = 0; place < created.Length; place++)
        {
            if (!created[place].IsNew && !added!.Contains(numbers[place])) lost.Add(created[place]);
            else index.Add(created[place].Index, numbers[place]);
        }

        if (made.Count > 0) tables.Add(new(Table, made));
        updates.AddRange(puts.Where(put => put.Current is not null));
        if (updates.Count > 0) await UpdateAsync(session, updates, index, cancellationToken);
        tables.AddRange(index.Tables);
        await (commits && lost.Count == 0 ? session.CommitAsync(tables, cancellationToken) : session.InsertAllAsync(tables, cancellationToken));
        index.Return();
        return lost;
    }

    // Only index rows that differ are touched in the tables clustered by value.
    private static Task UpdateAsync(WriteSession session, List<JudgedPut> puts, IndexBatch index, CancellationToken cancellationToken)
    {
        var dialect = session.Dialect;
        var gone = new IndexBatch();
        foreach (var put in puts)
        {
            var old = IndexKeys.Read(put.Current!.IndexKeys);
            var kept = new HashSet<IndexRow>(old);
            kept.IntersectWith(put.Index);
            foreach (var row in old.Where(row => !kept.Contains(row))) gone.Add(row, put.Current.Row);
            foreach (var row in put.Index.Where(row => !kept.Contains(row))) index.Add(row, put.Current.Row);
        }

        var rows = dialect.Numbers([.. puts.Select(put => put.Current!.Row)]);
        List<Statement> statements =
        [
            new(
                $"""
                INSERT INTO resource_history (rid, version, updated, deleted, person, category, source, json)
                SELECT rid, version, updated, deleted, person, category, source, json FROM resource WHERE {dialect.In("rid", "$1")}
                """,
                rows),
            .. dialect.Update(Table, [.. puts.Select(put => put.Row(put.Current!.Row, dialect.Bodies))]),
            .. gone.Tables.SelectMany(table => dialect.Delete(table.Table, table.AsObjects())),
            .. IndexTables.ByResource.Select(table => new Statement($"DELETE FROM {table.Name} WHERE {dialect.In("rid", "$1")}", rows)),
        ];
        return session.ExecuteAsync(statements, cancellationToken);
    }

    private static CurrentRow Read(object[] row, SealedBodies bodies) => new(
        (long)row[2],
        new StoredResource(
            (string)row[0],
            (string)row[1],
            (long)row[3],
            DatabaseTime.FromMicroseconds((long)row[4]),
            row[5] is not (0 or 0L),
            bodies.Open((string)row[0], (string)row[1], (byte[])row[9]),
            new ResourceTags(row[6] as string, (string)row[7], (string)row[8])),
        (byte[])row[10]);

    private static ColumnShape Text(string name) => new(name, "text");

    private static ColumnShape Long(string name) => new(name, "bigint");
}
