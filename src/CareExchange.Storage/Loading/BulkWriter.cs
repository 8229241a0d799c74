using System.Collections.Concurrent;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Database;
using CareExchange.Storage.Indexing;
using CareExchange.Storage.Persons;
using CareExchange.Storage.Resources;

namespace CareExchange.Storage.Loading;

/// <summary>Writes many new resources at once: PostgreSQL by binary COPY, SQLite by statements prepared once. Thread-safe.</summary>
/// <remarks>Only first versions are written here. What exists already goes the way of every update (<see cref="StoreTransaction.PutAsync"/>),
/// in the same transaction, so a batch is stored as a whole or not at all.</remarks>
public sealed class BulkWriter
{
    private readonly StorageDatabase _database;
    private readonly ResourceStore _store;
    private readonly ConcurrentBag<IndexBatch> _free = [];

    /// <summary>A writer over an open database and its store.</summary>
    public BulkWriter(StorageDatabase database, ResourceStore store) => (_database, _store) = (database, store);

    /// <summary>Does the work that needs no writer: checks type and id, extracts the index rows, stamps the bytes.</summary>
    /// <param name="document">The resource; not needed any more afterwards.</param>
    /// <param name="id">Logical id.</param>
    /// <param name="tags">What access is decided by.</param>
    /// <param name="arena">Where its bytes are kept; null for arrays of its own.</param>
    /// <returns>What <see cref="InsertAsync"/> takes; or what is wrong: <c>resource-type-unknown</c>, <c>id-malformed</c>, <c>meta-no-object</c>.</returns>
    public Outcome<PreparedLoad> Prepare(FhirDocument document, string id, ResourceTags tags, LoadArena? arena = null) =>
        PreparedLoad.Of(_store.Catalog, _store.Extractor, document, id, tags, arena);

    /// <summary>Which of these resources have a version already, deleted ones included.</summary>
    public Task<IReadOnlySet<(string Type, string Id)>> FindAsync(
        StoreTransaction transaction, IEnumerable<(string Type, string Id)> resources, CancellationToken cancellationToken) =>
        transaction.UseAsync<IReadOnlySet<(string, string)>>(
            async session =>
            {
                var known = new HashSet<(string, string)>();
                foreach (var group in resources.GroupBy(resource => resource.Type, resource => resource.Id, StringComparer.Ordinal))
                {
                    var sql = $"SELECT id FROM resource WHERE type = $1 AND {_database.Dialect.In("id", "$2")}";
                    var found = await session.ListAsync(new Statement(sql, group.Key, _database.Dialect.Texts([.. group])), row => row.GetString(0), cancellationToken);
                    foreach (var id in found) known.Add((group.Key, id));
                }

                return known;
            },
            cancellationToken);

    /// <summary>Puts what is to be written into the order of its tables, over all cores: work that needs no writer.</summary>
    /// <param name="resources">None of them named twice.</param>
    /// <returns>What <see cref="InsertAsync(StoreTransaction, LoadRows, CancellationToken)"/> takes, once.</returns>
    public LoadRows Gather(IReadOnlyList<PreparedLoad> resources)
    {
        // The room of a batch that is written serves the next but one: one is gathered while another is written.
        var index = _free.TryTake(out var free) ? free : new IndexBatch();
        for (var place = 0; place < resources.Count; place++) index.Add(resources[place].Index, place);
        index.Arrange();
        return new(resources, index);
    }

    /// <summary>Writes first versions with their index rows.</summary>
    /// <param name="transaction">Whose commit they belong to.</param>
    /// <param name="resources">None of them may exist, and none may be named twice.</param>
    /// <param name="cancellationToken">Cancels; the transaction can only be disposed then.</param>
    /// <exception cref="LoadConflictException">Somebody else created one of them in the meantime: begin again.</exception>
    public Task InsertAsync(StoreTransaction transaction, IReadOnlyList<PreparedLoad> resources, CancellationToken cancellationToken) =>
        resources.Count == 0 ? Task.CompletedTask : InsertAsync(transaction, Gather(resources), cancellationToken);

    /// <inheritdoc cref="InsertAsync(StoreTransaction, IReadOnlyList{PreparedLoad}, CancellationToken)"/>
    /// <param name="gathered">The same, gathered before; not used any more afterwards.</param>
    public Task InsertAsync(StoreTransaction transaction, LoadRows gathered, CancellationToken cancellationToken) =>
        transaction.UseAsync(
            async session =>
            {
                var resources = gathered.Resources;
                if (resources.Count == 0) return true;
                var rids = await session.ReserveRowsAsync(LoadTables.Resource, resources.Count, cancellationToken);
                var now = _database.Now();
                var updated = now.ToMicroseconds();
                var rows = new List<object[]>(resources.Count);
                for (var place = 0; place < resources.Count; place++)
                {
                    var resource = resources[place];
                    VersionTemplate.WriteTime(now, resource.Json.AsSpan(resource.UpdatedAt));
                    rows.Add(
                    [
                        rids[place], resource.Type, resource.Id, 1L, updated, 0, resource.Tags.Person.OrNull(), resource.Tags.Category, resource.Tags.Source, resource.IndexKeys,
                        _database.Dialect.Bodies.Seal(resource.Type, resource.Id, resource.Tags.Person is not null, resource.Json),
                    ]);
                    transaction.Note(resource.Type);
                }

                var index = gathered.Index;
                index.Number(rids);
                await session.InsertAllAsync([new TableRows(LoadTables.Resource, rows), .. index.Tables], cancellationToken);
                index.Clear();
                _free.Add(index);
                return true;
            },
            cancellationToken);

    /// <summary>True where nobody else can write: several batches may share a commit, and nothing of them can meet what another made.</summary>
    public bool IsAlone => _database.Dialect.KeepsFile;

    /// <summary>Hashes and encrypts what is kept of persons: work that needs no writer.</summary>
    public LoadPersons Prepare(IEnumerable<PersonRecord> persons) => new([.. persons.Select(person => new PreparedPerson(_database.Keys, person))]);

    /// <summary>True where no resource is stored, nor ever was.</summary>
    public async Task<bool> IsEmptyAsync(CancellationToken cancellationToken)
    {
        await using var session = await _database.ReadAsync(cancellationToken);
        return await session.FirstAsync(new Statement("SELECT count(*) FROM (SELECT 1 FROM resource LIMIT 1) AS one"), row => row.GetInt64(0), cancellationToken) == 0;
    }
}
