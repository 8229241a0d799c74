using System.Globalization;
using System.Security.Cryptography;
using Npgsql;

namespace CareExchange.Journeys.Tests.World;

/// <summary>A folder and, where asked for, a PostgreSQL database that live as long as one test, for gateways in processes of their own.</summary>
public sealed class ProcessWorld : IAsyncDisposable
{
    private const string Variable = "CAREEXCHANGE_TEST_POSTGRES";
    private readonly string _name = "j" + Guid.NewGuid().ToString("N");

    private readonly bool _hasRole;

    private ProcessWorld(bool isPostgres, bool hasRole)
    {
        _hasRole = hasRole;
        if (!isPostgres) return;
        var connection = new NpgsqlConnectionStringBuilder(Server) { Database = _name, MaxPoolSize = 40 };
        if (hasRole) (connection.Username, connection.Password) = (_name, _name);
        Postgres = connection.ToString();
    }

    /// <summary>True where PostgreSQL can be tested.</summary>
    public static bool HasPostgres => !string.IsNullOrEmpty(Server);

    /// <summary>The folder.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("careexchange-process-").FullName;

    /// <summary>The database, or null for SQLite.</summary>
    public string? Postgres { get; }

    /// <summary>The machine client's key.</summary>
    public ECDsa Key { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP384);

    private string EndConnections => $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{_name}'";

    private static string? Server => Environment.GetEnvironmentVariable(Variable);

    /// <summary>A fresh one.</summary>
    /// <param name="isPostgres">True for PostgreSQL.</param>
    /// <param name="hasRole">True where the database is of a role of its own, whose connections can be limited.</param>
    public static async Task<ProcessWorld> OpenAsync(bool isPostgres, bool hasRole = false)
    {
        var world = new ProcessWorld(isPostgres, hasRole);
        if (hasRole) await ExecuteAsync($"CREATE ROLE {world._name} LOGIN PASSWORD '{world._name}'", $"CREATE DATABASE {world._name} OWNER {world._name}");
        else if (isPostgres) await ExecuteAsync($"CREATE DATABASE {world._name}");
        return world;
    }

    /// <summary>A gateway over it; several are several nodes.</summary>
    /// <param name="publicUrl">The address that several of them have in common; null for each its own.</param>
    /// <param name="zone">Where it stands; null for Korea.</param>
    public Task<GatewayProcess> StartAsync(string? publicUrl = null, string? zone = null) => GatewayProcess.StartAsync(Folder, Postgres, Key, publicUrl, zone);

    /// <summary>Lets nobody into the database any more and throws out whoever is in, or lets them in again.</summary>
    public Task SetOpenAsync(bool isOpen) => isOpen
        ? ExecuteAsync($"ALTER DATABASE {_name} ALLOW_CONNECTIONS true")
        : ExecuteAsync($"ALTER DATABASE {_name} ALLOW_CONNECTIONS false", EndConnections);

    /// <summary>Ends every connection of the database.</summary>
    public Task EndConnectionsAsync() => ExecuteAsync(EndConnections);

    /// <summary>Leaves its role so many connections, as if others held the rest of the cluster's; -1 for as many as it likes.</summary>
    public async Task LimitConnectionsAsync(int limit)
    {
        await ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"ALTER ROLE {_name} CONNECTION LIMIT {limit}"));
        if (limit >= 0) await EndConnectionsAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Key.Dispose();
        Directory.Delete(Folder, recursive: true);
        if (Postgres is not null) await ExecuteAsync($"DROP DATABASE IF EXISTS {_name} WITH (FORCE)");
        if (_hasRole) await ExecuteAsync($"DROP ROLE {_name}");
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
