using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Storage.Database;
using CareExchange.Storage.Persons;
using CareExchange.Storage.Protection;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;
using Npgsql;

namespace CareExchange.Exchange.Tests;

/// <summary>A real SQLite store in a folder of its own, gone after the test.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    private readonly string _folder;
    private readonly string? _schema;

    private TestStore(string folder, string? schema, StorageDatabase database, TestClock clock)
    {
        (_folder, _schema, Database, Clock) = (folder, schema, database, clock);
        Resources = new ResourceStore(database);
        Parser = new SearchQueryParser(database);
        Persons = new PersonStore(database);
    }

    /// <summary>Every file the store wrote, write-ahead log included.</summary>
    public IEnumerable<(string Name, byte[] Bytes)> Files => Directory.GetFiles(_folder).Select(path =>
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return (Path.GetFileName(path), bytes);
    });

    public StorageDatabase Database { get; }

    public TestClock Clock { get; }

    public ResourceStore Resources { get; }

    public SearchQueryParser Parser { get; }

    public PersonStore Persons { get; }

    /// <summary>Where PostgreSQL is for tests that want both databases; null for nowhere.</summary>
    public static string? Postgres => Environment.GetEnvironmentVariable("CAREEXCHANGE_TEST_POSTGRES") is { Length: > 0 } named ? named : null;

    public static Task<TestStore> OpenAsync() => OpenAsync(new TestClock(), null);

    /// <summary>A store in <c>sqlite</c>, or in a schema of its own in <c>postgres</c>.</summary>
    public static Task<TestStore> OpenAsync(string kind) => OpenAsync(new TestClock(), null, isPostgres: kind == "postgres");

    /// <summary>A store on another clock, for rooms that wait; <see cref="Clock"/> is not its clock then.</summary>
    public static Task<TestStore> OpenAsync(TimeProvider clock) => OpenAsync(new TestClock(), clock);

    /// <summary>A SQLite store whose file is this process's alone.</summary>
    public static Task<TestStore> OpenKeptAsync() => OpenAsync(new TestClock(), null, isKept: true);

    private static async Task<TestStore> OpenAsync(TestClock standing, TimeProvider? clock, bool isPostgres = false, bool isKept = false)
    {
        var folder = Directory.CreateTempSubdirectory("careexchange-test-").FullName;
        var options = new StorageOptions { DataFolder = folder, Durable = false, KeepsFile = isKept, Keys = [new StorageKey("test", Encoding.ASCII.GetBytes("0123456789abcdef0123456789abcdef"))] };
        var schema = isPostgres ? "t" + Guid.NewGuid().ToString("N") : null;
        if (schema is not null)
        {
            await ExecuteAsync($"CREATE SCHEMA {schema}");
            options = options with { PostgresConnection = new NpgsqlConnectionStringBuilder(Postgres) { SearchPath = schema, MaxPoolSize = 20 }.ToString() };
        }

        return new TestStore(folder, schema, await StorageDatabase.OpenAsync(options, clock ?? standing, default), standing);
    }

    public async Task PutAsync(string type, string id, string json, ResourceTags tags)
    {
        await using var transaction = await Resources.BeginAsync(default);
        var put = await transaction.PutAsync(type, id, Encoding.UTF8.GetBytes(json), tags, null, default);
        Xunit.Assert.True(put.Succeeded, string.Join(' ', put.Issues.Select(issue => issue.English)));
        await transaction.CommitAsync(default);
    }

    public static FhirDocument Parse(string json) => FhirDocument.Parse(Encoding.UTF8.GetBytes(json), Schema.R4).Value!;

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        if (_schema is not null) await ExecuteAsync($"DROP SCHEMA IF EXISTS {_schema} CASCADE");
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Postgres!);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
