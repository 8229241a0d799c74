using System.Text;
using CareExchange.Storage.Audit;
using CareExchange.Storage.Database;
using CareExchange.Storage.Messages;
using CareExchange.Storage.Outbox;
using CareExchange.Storage.Persons;
using CareExchange.Storage.Protection;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;
using Npgsql;

namespace CareExchange.Storage.Tests.Database;

/// <summary>A fresh database of either kind with all its stores; gone after the test.</summary>
public sealed class TestStore : IAsyncDisposable
{
    private readonly string _name;
    private readonly DatabaseKind _kind;

    private TestStore(DatabaseKind kind, string name, StorageDatabase database, TestClock clock)
    {
        (_kind, _name, Database, Clock) = (kind, name, database, clock);
        Resources = new(database);
        Parser = new(database);
        Messages = new(database);
        Persons = new(database);
        Outbox = new(database);
        Audits = new(database);
    }

    public static StorageKey Key { get; } = new("test", Encoding.ASCII.GetBytes("0123456789abcdef0123456789abcdef"));

    public static ResourceTags Tags { get; } = new("p1", "clinical", "hongje-homecare");

    public StorageDatabase Database { get; private set; }

    public TestClock Clock { get; }

    public ResourceStore Resources { get; private set; }

    public SearchQueryParser Parser { get; private set; }

    public MessageStore Messages { get; private set; }

    public PersonStore Persons { get; private set; }

    public OutboxStore Outbox { get; private set; }

    public AuditStore Audits { get; private set; }

    public static async Task<TestStore> OpenAsync(DatabaseKind kind)
    {
        var name = "t" + Guid.NewGuid().ToString("N");
        if (kind == DatabaseKind.Postgres) await ExecutePostgresAsync($"CREATE SCHEMA {name}");
        var clock = new TestClock();
        return new TestStore(kind, name, await StorageDatabase.OpenAsync(Options(kind, name, [Key]), clock, default), clock);
    }

    /// <summary>Options of a place where nothing is yet. Not removed: what a test restores there is small.</summary>
    public static async Task<StorageOptions> EmptyAsync(DatabaseKind kind)
    {
        var name = "t" + Guid.NewGuid().ToString("N");
        if (kind == DatabaseKind.Postgres) await ExecutePostgresAsync($"CREATE SCHEMA {name}");
        return Options(kind, name, [Key]);
    }

    /// <summary>The same data opened again, as after a restart, perhaps with another key ring.</summary>
    public async Task<TestStore> ReopenAsync(params StorageKey[] keys)
    {
        await Database.DisposeAsync();
        return new TestStore(_kind, _name, await StorageDatabase.OpenAsync(Options(_kind, _name, keys), Clock, default), Clock);
    }

    /// <summary>The same data in the hands of another process: nothing is shared but the database.</summary>
    public Task<StorageDatabase> OpenBesideAsync() => StorageDatabase.OpenAsync(Options(_kind, _name, [Key]), Clock, default);

    public async Task<PutResult> PutAsync(string type, string id, string json, ResourceTags? tags = null, long? ifMatch = null)
    {
        await using var transaction = await Resources.BeginAsync(default);
        var put = await transaction.PutAsync(type, id, Encoding.UTF8.GetBytes(json), tags ?? Tags, ifMatch, default);
        Assert.True(put.Succeeded, string.Join("; ", put.Issues.Select(issue => issue.English)));
        await transaction.CommitAsync(default);
        return put.Value;
    }

    /// <summary>All versions of a resource, newest first.</summary>
    public async Task<IReadOnlyList<StoredResource>> VersionsAsync(string type, string id) =>
        (await Resources.HistoryAsync(new HistoryRequest(type, id), AccessPredicate.Unrestricted, default)).Versions;

    public SearchRequest Query(string type, string query, string requester = "r1", SearchCompartment? compartment = null)
    {
        var parsed = Parser.Parse(type, Pairs(query), requester, compartment: compartment);
        Assert.True(parsed.Succeeded, string.Join("; ", parsed.Issues.Select(issue => $"{issue.Rule}: {issue.English} {issue.Found}")));
        return parsed.Value;
    }

    public static IEnumerable<KeyValuePair<string, string>> Pairs(string query) =>
        query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], pair[1]));

    public Task<SearchResult> SearchAsync(string type, string query, AccessPredicate? access = null) =>
        Resources.SearchAsync(Query(type, query), access ?? AccessPredicate.Unrestricted, default);

    public async Task<string> IdsAsync(string type, string query, AccessPredicate? access = null) =>
        string.Join(' ', (await SearchAsync(type, query, access)).Matches.Select(match => match.Id));

    /// <summary>Runs SQL beside the stores, as somebody who tampers would.</summary>
    public async Task TamperAsync(string sql)
    {
        await using var session = await Database.WriteAsync(default);
        await session.ExecuteAsync(new Statement(sql), default);
        await session.CommitAsync(default);
    }

    /// <summary>Counts the tables, as PostgreSQL does by itself, though not within the seconds of a test: until it has, it takes them for empty. This store's only: others are removed meanwhile.</summary>
    public async Task AnalyzeAsync()
    {
        await using var session = await Database.WriteAsync(default);
        foreach (var statement in await session.Dialect.AnalyzeAsync(session, default)) await session.ExecuteAsync(new Statement(statement), default);
        await session.CommitAsync(default);
    }

    public async Task<long> CountAsync(string table)
    {
        await using var session = await Database.ReadAsync(default);
        return await session.FirstAsync(new Statement($"SELECT count(*) FROM {table}"), row => row.GetInt64(0), default);
    }

    public string? DataFolder => _kind == DatabaseKind.Sqlite ? Folder(_name) : null;

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        if (_kind == DatabaseKind.Postgres) await ExecutePostgresAsync($"DROP SCHEMA IF EXISTS {_name} CASCADE");
        else if (Directory.Exists(Folder(_name))) Directory.Delete(Folder(_name), recursive: true);
    }

    private static string Folder(string name) => Path.Combine(Path.GetTempPath(), "careexchange-tests", name);

    private static StorageOptions Options(DatabaseKind kind, string name, IReadOnlyList<StorageKey> keys) => new()
    {
        Keys = keys,
        DataFolder = Folder(name),
        PostgresConnection = kind == DatabaseKind.Postgres ? new NpgsqlConnectionStringBuilder(Databases.Postgres) { SearchPath = name, MaxPoolSize = 40 }.ToString() : null,
    };

    private static async Task ExecutePostgresAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Databases.Postgres!);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
