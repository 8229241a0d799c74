using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Database;
using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Resources;

/// <summary>Keeps the search index what the definitions say: which types have to be indexed anew, and doing so while everybody reads and writes. Thread-safe.</summary>
/// <remarks>
/// Beside the index rows of each resource stands by which parameters they were extracted, so a pass skips what is right already and may be repeated.
/// Writers on other nodes learn of a new parameter within a second; what they wrote before is found by its time at the end of the pass. Only then
/// the parameter can be asked for.
/// </remarks>
public sealed class ReindexStore(StorageDatabase database)
{
    private const int BatchSize = 200;
    private const string AnyType = "?";

    // No type has this name: how the schema as a whole stood when every type was complete.
    private const string SchemaRow = "";

    // How long another node may go on with the parameters from before, and how far its clock may be off.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(2);

    private const string StoredTypes = """
        WITH RECURSIVE t(type) AS (SELECT min(type) FROM resource UNION ALL SELECT (SELECT min(r.type) FROM resource r WHERE r.type > t.type) FROM t WHERE t.type IS NOT NULL)
        SELECT type FROM t WHERE type IS NOT NULL
        """;

    private readonly IndexCatalog _catalog = IndexCatalog.Of(database);
    private readonly ReindexRows _rows = new(database, IndexCatalog.Of(database), new IndexExtractor(IndexCatalog.Of(database), database.Zone));

    /// <summary>The types whose index is not what the definitions say. Types of which nothing is stored are noted as complete where nothing is stored of their own parameters either.</summary>
    /// <returns>The types in order, and a text that differs whenever others, or the same for another reason, are to be indexed.</returns>
    public async Task<(IReadOnlyList<string> Types, string Stamp)> PlanAsync(CancellationToken cancellationToken)
    {
        await database.RefreshDefinitionsAsync(cancellationToken);
        var definitions = database.Definitions;
        IReadOnlyList<string> stored;
        await using (var session = await database.ReadAsync(cancellationToken)) stored = await session.ListAsync(new Statement(StoredTypes), row => row.GetString(0), cancellationToken);
        var open = new List<string>();
        var fresh = new List<string>();
        var schema = SchemaStamp();
        var isKnown = definitions.Complete.GetValueOrDefault(SchemaRow) == schema;
        foreach (var name in _catalog.Names)
        {
            var known = definitions.Complete.GetValueOrDefault(name);
            var hasOwn = _catalog.Current.Of(_catalog.Schema.FindType(name)!).Any();

            // To compile every type takes a while, and nearly always only to find that nothing has changed.
            if (isKnown && !hasOwn && known is not (null or AnyType) && known.Split(' ').All(entry => entry == ContainedType.Sign || _catalog.Schema.FindSearchParameter(name, entry[..entry.LastIndexOf(':')]) is not null)) continue;
            if (known is null && !hasOwn && !stored.Contains(name)) fresh.Add(name);
            else if (known != _catalog.Find(name)!.Signature) open.Add(name);
        }

        if (fresh.Count > 0 || (open.Count == 0 && !isKnown)) await MarkAsync(fresh, open.Count == 0 ? schema : null, cancellationToken);
        return (open, $"{definitions.Stamp}/{string.Join(',', open.Select(name => $"{_catalog.Find(name)!.Hash:x}"))}");
    }

    /// <summary>Where a reindex begins.</summary>
    /// <param name="types">The types; all that are stored where none is named.</param>
    /// <param name="parameter">Only types that have this parameter; null for any.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The beginning; or <c>resource-type-unknown</c>, <c>search-parameter-unknown</c>.</returns>
    public async Task<Outcome<ReindexPosition>> BeginAsync(IReadOnlyList<string> types, string? parameter, CancellationToken cancellationToken)
    {
        await database.RefreshDefinitionsAsync(cancellationToken);
        if (types.FirstOrDefault(type => _catalog.Find(type) is null) is { } unknown) return Search.SearchIssues.UnknownType(unknown);
        if (types.Count == 0)
        {
            await using var session = await database.ReadAsync(cancellationToken);
            types = [.. (await session.ListAsync(new Statement(StoredTypes), row => row.GetString(0), cancellationToken)).Where(type => _catalog.Find(type) is not null)];
        }

        if (parameter is null) return new ReindexPosition([.. types.Distinct(StringComparer.Ordinal)]) { IsForced = true };
        var having = types.Where(type => _catalog.Find(type) is { } one && (one.Parameters.ContainsKey(parameter) || one.Building.Contains(parameter))).Distinct(StringComparer.Ordinal).ToArray();
        if (having.Length == 0)
        {
            return Issue.Error("not-supported", "search-parameter-unknown", "None of these types has such a search parameter.", "해당 리소스 유형에는 이 검색 매개변수가 없습니다.") with { Expression = "http.parameter", Found = parameter };
        }

        return new ReindexPosition(having) { IsForced = true };
    }

    /// <summary>Goes on for some seconds.</summary>
    /// <returns>Where it stands now, and before when nothing more can be done (null: at once).</returns>
    public async Task<(ReindexPosition Position, DateTimeOffset? NotBefore)> StepAsync(ReindexPosition position, CancellationToken cancellationToken)
    {
        var began = database.Clock.GetTimestamp();
        while (!position.IsDone)
        {
            if (position.Row == 0 || position.Signature.Length == 0) await database.RefreshDefinitionsAsync(cancellationToken);
            if (_catalog.Find(position.Types[position.At]) is not { } type)
            {
                position = Next(position);
                continue;
            }

            // Definitions that changed meanwhile: what was done of this type is skipped as far as it is right.
            if (position.Signature != type.Signature) position = await OpenAsync(position, type, cancellationToken);
            var (row, stale) = await StaleAsync(type, position, cancellationToken);
            if (row > position.Row)
            {
                position = position with { Row = row, Done = position.Done + stale.Seen };
                var written = await _rows.WriteAsync(type, stale.Rows, [Progress(type.Name, position)], cancellationToken);
                position = position with { Written = position.Written + written };
            }
            else
            {
                var settled = DatabaseTime.FromMicroseconds(database.Definitions.Changed) + Settled;
                if (settled > database.Now() && settled < database.Now() + Overlap) return (position, settled);
                if (await SweepAsync(type, position.Began, cancellationToken) == 0)
                {
                    position = await CompleteAsync(type, cancellationToken) ? Next(position) : position with { Signature = "" };
                }
            }

            if (database.Clock.GetElapsedTime(began) > Slice) break;
        }

        return (position, null);
    }

    /// <summary>Indexes what was lately written of a type by parameters from before, if anything.</summary>
    public async Task<int> SweepAsync(string type, CancellationToken cancellationToken) =>
        _catalog.Find(type) is { } found ? await SweepAsync(found, (database.Now() - Overlap).ToMicroseconds(), cancellationToken) : 0;

    /// <summary>Indexes one resource anew. False where there is none.</summary>
    public async Task<bool> ReindexAsync(string type, string id, CancellationToken cancellationToken)
    {
        await database.RefreshDefinitionsAsync(cancellationToken);
        if (_catalog.Find(type) is not { } found) return false;
        long row;
        await using (var session = await database.ReadAsync(cancellationToken))
        {
            row = await session.FirstAsync(new Statement("SELECT rid FROM resource WHERE type = $1 AND id = $2 AND deleted = 0", type, id), one => one.GetInt64(0), cancellationToken);
        }

        if (row == 0) return false;
        await _rows.WriteAsync(found, [row], [], cancellationToken);
        return true;
    }

    /// <summary>Whether a resource says of itself that it is a search parameter which cannot be used here.</summary>
    public IReadOnlyList<Issue> Check(Fhir.Elements.Element resource) => SearchParameterCheck.Check(resource, _catalog);

    private static ReindexPosition Next(ReindexPosition position) => position with { At = position.At + 1, Row = 0, Began = 0, Signature = "", Done = 0, Total = 0 };

    private async Task<ReindexPosition> OpenAsync(ReindexPosition position, IndexedType type, CancellationToken cancellationToken)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        var total = await session.FirstAsync(new Statement("SELECT count(*) FROM resource WHERE type = $1", type.Name), row => row.GetInt64(0), cancellationToken);
        return position with { Row = 0, Began = database.Now().ToMicroseconds(), Signature = type.Signature, Done = 0, Total = total };
    }

    // The next rows of the pass: how far they reach, and which of them are to be written.
    private async Task<(long Row, (long Seen, IReadOnlyList<long> Rows) Stale)> StaleAsync(IndexedType type, ReindexPosition position, CancellationToken cancellationToken)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        var rows = await session.ListAsync(
            new Statement($"SELECT rid, deleted, substr(index_keys, 1, {IndexKeys.HeadLength}) FROM resource WHERE type = $1 AND rid > $2 ORDER BY rid LIMIT $3", type.Name, position.Row, (long)BatchSize),
            row => (Row: row.GetInt64(0), IsStale: row.GetInt32(1) == 0 && (position.IsForced || IndexKeys.HashOf(row.Bytes(2)) != type.Hash)),
            cancellationToken);
        return rows.Count == 0 ? (position.Row, (0, [])) : (rows[^1].Row, (rows.Count, [.. rows.Where(row => row.IsStale).Select(row => row.Row)]));
    }

    private async Task<int> SweepAsync(IndexedType type, long since, CancellationToken cancellationToken)
    {
        IReadOnlyList<long> rows;
        await using (var session = await database.ReadAsync(cancellationToken))
        {
            rows = [.. (await session.ListAsync(
                new Statement(
                    $"SELECT rid, substr(index_keys, 1, {IndexKeys.HeadLength}) FROM resource WHERE type = $1 AND updated >= $2 AND deleted = 0 ORDER BY updated, rid",
                    type.Name,
                    since - ((long)Overlap.TotalMicroseconds)),
                row => (Row: row.GetInt64(0), Hash: IndexKeys.HashOf(row.Bytes(1))),
                cancellationToken)).Where(row => row.Hash != type.Hash).Select(row => row.Row)];
        }

        var written = 0;
        foreach (var batch in rows.Chunk(BatchSize)) written += await _rows.WriteAsync(type, batch, [], cancellationToken);
        return written;
    }

    private static Statement Progress(string type, ReindexPosition position) => new(
        "INSERT INTO index_catalog (type, parameters, done, total, revision) VALUES ($1, $2, $3, $4, 0) ON CONFLICT (type) DO UPDATE SET done = excluded.done, total = excluded.total",
        type,
        AnyType,
        position.Done,
        Math.Max(1, position.Total));

    // Noted as complete only while the definitions are those of the pass.
    private async Task<bool> CompleteAsync(IndexedType type, CancellationToken cancellationToken)
    {
        await database.RefreshDefinitionsAsync(cancellationToken);
        if (_catalog.Find(type.Name)?.Signature != type.Signature) return false;
        await using (var session = await database.WriteAsync(cancellationToken))
        {
            await session.ExecuteAsync(
                new Statement(
                    "INSERT INTO index_catalog (type, parameters, done, total, revision) VALUES ($1, $2, 0, 0, 1) ON CONFLICT (type) DO UPDATE SET parameters = excluded.parameters, done = 0, total = 0, revision = index_catalog.revision + 1",
                    type.Name,
                    type.Signature),
                cancellationToken);
            await session.CommitAsync(cancellationToken);
        }

        await database.RefreshDefinitionsAsync(cancellationToken);
        return true;
    }

    private async Task MarkAsync(List<string> types, string? schema, CancellationToken cancellationToken)
    {
        await using (var session = await database.WriteAsync(cancellationToken))
        {
            const string Insert = "INSERT INTO index_catalog (type, parameters, done, total, revision) VALUES ($1, $2, 0, 0, 1) ON CONFLICT (type) DO ";
            await session.ExecuteAsync(
                [
                    .. types.Select(name => new Statement(Insert + "NOTHING", name, IndexCatalog.Of(_catalog.Schema).Find(name)!.Signature)),
                    .. schema is null ? [] : (Statement[])[new Statement(Insert + "UPDATE SET parameters = excluded.parameters", SchemaRow, schema)],
                ],
                cancellationToken);
            await session.CommitAsync(cancellationToken);
        }

        await database.RefreshDefinitionsAsync(cancellationToken);
    }

    // Differs where any search parameter of the schema does, or what is made of it.
    private string SchemaStamp()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{IndexExtractor.Revision} {IndexExtractor.Layout} {ContainedType.Sign}\n");
        foreach (var parameter in _catalog.Schema.SearchParameters)
        {
            text.Append(CultureInfo.InvariantCulture, $"{parameter.Code} {parameter.Type} {parameter.Expression} {string.Join(',', parameter.Base)} {string.Join(',', parameter.Target)}");
            foreach (var part in parameter.Components) text.Append(CultureInfo.InvariantCulture, $" {part.Definition} {part.Expression}");
            text.Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
