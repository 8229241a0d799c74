using System.Security.Cryptography;
using CareExchange.Storage.Database;
using CareExchange.Storage.Protection;
using Npgsql;

namespace CareExchange.Identity.Tests;

/// <summary>A fresh database of either kind, gone after the test.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private static readonly StorageKey s_key = new("test", RandomNumberGenerator.GetBytes(32));
    // Migrating costs more than most tests: done once, then copied.
    private static readonly SemaphoreSlim s_migrating = new(1);
    private static string? s_migrated;

    private readonly string? _schema;

    private TestDatabase(StorageDatabase database, string? schema) => (Database, _schema) = (database, schema);

    /// <summary>A second node's connections to it; what it holds goes with the first.</summary>
    public Task<StorageDatabase> BesideAsync() => OpenAsync(Database.Options);

    public StorageDatabase Database { get; }

    public static async Task<TestDatabase> OpenAsync(DatabaseKind kind)
    {
        var name = "i" + Guid.NewGuid().ToString("N");
        if (kind is DatabaseKind.Sqlite) return await OpenSqliteAsync(Path.Combine(Path.GetTempPath(), "careexchange-tests", name));

        await ExecutePostgresAsync($"CREATE SCHEMA {name}");
        var connection = new NpgsqlConnectionStringBuilder(Databases.Postgres) { SearchPath = name, MaxPoolSize = 40 }.ToString();
        return new TestDatabase(await OpenAsync(new StorageOptions { PostgresConnection = connection, Keys = [s_key] }), name);
    }

    /// <summary>The database in a folder that may hold one already, as after a restart.</summary>
    public static async Task<TestDatabase> OpenSqliteAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, "careexchange.db");
        if (!File.Exists(file)) File.Copy(await MigratedAsync(), file);
        return new TestDatabase(await OpenAsync(new StorageOptions { DataFolder = folder, Durable = false, Keys = [s_key] }), null);
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        if (_schema is not null) await ExecutePostgresAsync($"DROP SCHEMA {_schema} CASCADE");
        else Directory.Delete(Database.Options.DataFolder, recursive: true);
    }

    private static async Task<string> MigratedAsync()
    {
        await s_migrating.WaitAsync();
        try
        {
            if (s_migrated is not null) return s_migrated;
            var folder = Directory.CreateTempSubdirectory("careexchange-migrated-").FullName;
            await using (await OpenAsync(new StorageOptions { DataFolder = folder, Keys = [s_key] }))
            {
                AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
            }

            return s_migrated = Path.Combine(folder, "careexchange.db");
        }
        finally
        {
            s_migrating.Release();
        }
    }

    private static Task<StorageDatabase> OpenAsync(StorageOptions options) => StorageDatabase.OpenAsync(options, TimeProvider.System, CancellationToken.None);

    private static async Task ExecutePostgresAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Databases.Postgres!);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
