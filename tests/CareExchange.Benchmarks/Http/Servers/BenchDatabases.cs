using Npgsql;

namespace CareExchange.Benchmarks.Http.Servers;

/// <summary>Two databases on the operator's PostgreSQL, one for the floor and one for the gateway.</summary>
internal static class BenchDatabases
{
    /// <summary>Makes a database where it is missing.</summary>
    /// <returns>Its connection string, and whether it stood already.</returns>
    public static async Task<(string Connection, bool Stood)> OpenAsync(string connection, string name)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var find = source.CreateCommand("SELECT count(*) FROM pg_database WHERE datname = $1");
        find.Parameters.Add(new() { Value = name });
        var stood = (long)(await find.ExecuteScalarAsync())! > 0;
        if (!stood) await ExecuteAsync(source, $"CREATE DATABASE {name}");
        return (new NpgsqlConnectionStringBuilder(connection) { Database = name }.ToString(), stood);
    }

    /// <summary>Removes a database.</summary>
    public static async Task DropAsync(string connection, string name)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await ExecuteAsync(source, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
#pragma warning disable CA2100 // The names are ours.
        await using var command = source.CreateCommand(sql);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
