using System.Security.Cryptography;
using Npgsql;

namespace CareExchange.Journeys.Tests.World;

/// <summary>A folder and, where asked for, a PostgreSQL database that live as long as one test, for gateways in processes of their own.</summary>
public sealed class ProcessWorld : IAsyncDisposable
{
    private const string Variable = "CAREEXCHANGE_TEST_POSTGRES";
    private readonly string _name = "j" + Guid.NewGuid().ToString("N");

    private ProcessWorld(bool isPostgres)
    {
        if (isPostgres) Postgres = new NpgsqlConnectionStringBuilder(Server) { Database = _name, MaxPoolSize = 40 }.ToString();
    }

    /// <summary>True where PostgreSQL can be tested.</summary>
    public static bool HasPostgres => !string.IsNullOrEmpty(Server);

    /// <summary>The folder.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("careexchange-process-").FullName;

    /// <summary>The database, or null for SQLite.</summary>
    public string? Postgres { get; }

    /// <summary>The machine client's key.</summary>
    public ECDsa Key { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP384);

    private static string? Server => Environment.GetEnvironmentVariable(Variable);

    /// <summary>A fresh one.</summary>
    public static async Task<ProcessWorld> OpenAsync(bool isPostgres)
    {
        var world = new ProcessWorld(isPostgres);
        if (isPostgres) await ExecuteAsync($"CREATE DATABASE {world._name}");
        return world;
    }

    /// <summary>A gateway over it; several are several nodes.</summary>
    /// <param name="publicUrl">The address that several of them have in common; null for each its own.</param>
    /// <param name="zone">Where it stands; null for Korea.</param>
    public Task<GatewayProcess> StartAsync(string? publicUrl = null, string? zone = null) => GatewayProcess.StartAsync(Folder, Postgres, Key, publicUrl, zone);

    /// <summary>Lets nobody into the database any more and throws out whoever is in, or lets them in again.</summary>
    public Task SetOpenAsync(bool isOpen) => isOpen
        ? ExecuteAsync($"ALTER DATABASE {_name} ALLOW_CONNECTIONS true")
        : ExecuteAsync($"ALTER DATABASE {_name} ALLOW_CONNECTIONS false", $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{_name}'");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Key.Dispose();
        Directory.Delete(Folder, recursive: true);
        if (Postgres is not null) await ExecuteAsync($"DROP DATABASE IF EXISTS {_name} WITH (FORCE)");
    }

    private static async Task ExecuteAsync(params string[] statements)
    {
        await using var source = NpgsqlDataSource.Create(Server!);
        foreach (var statement in statements)
        {
            await using var command = source.CreateCommand(statement);
            await command.ExecuteNonQueryAsync();
        }
    }
}
