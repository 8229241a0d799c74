using System.Data;
using System.Text.Json;
using CareExchange.Storage.Database;
using CareExchange.Storage.Database.Postgres;
using Npgsql;

namespace CareExchange.Storage.Maintenance;

/// <summary>PostgreSQL as a folder of binary COPY streams, all of one snapshot.</summary>
internal static class PostgresBackup
{
    // These hold nothing of their own: which migrations ran is in the manifest, the others fill themselves.
    private const string Tables = """
        SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'
            AND table_name NOT IN ('__EFMigrationsHistory', 'storage_probe', 'watched_change') ORDER BY table_name
        """;

    private const string Columns =
        "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1 AND is_generated = 'NEVER' ORDER BY ordinal_position";

    private const string References = """
        SELECT DISTINCT child.relname, parent.relname FROM pg_constraint c JOIN pg_class child ON child.oid = c.conrelid JOIN pg_class parent ON parent.oid = c.confrelid
        WHERE c.contype = 'f' AND child.relnamespace = current_schema()::regnamespace AND child.relname <> parent.relname
        """;

    private const string Identities =
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema() AND (is_identity = 'YES' OR column_default LIKE 'nextval(%')";

    public static async Task CreateAsync(string connectionString, string folder, DateTimeOffset made, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        Directory.CreateDirectory(folder);
        var tables = new List<BackupTable>();
        foreach (var name in await OrderAsync(connection, cancellationToken))
        {
            var table = new BackupTable(name, await ListAsync(connection, Columns, cancellationToken, name));
            await using var from = await connection.BeginRawBinaryCopyAsync($"COPY {Named(table)} TO STDOUT (FORMAT BINARY)", cancellationToken);
            await using var to = File.Create(Path.Combine(folder, name + ".copy"));
            await from.CopyToAsync(to, cancellationToken);
            to.Flush(flushToDisk: true);
            tables.Add(table);
        }

        var manifest = new BackupManifest(await MigrationsAsync(connection, cancellationToken), tables) { Made = made };
        await using var file = File.Create(Path.Combine(folder, BackupManifest.FileName));
        await JsonSerializer.SerializeAsync(file, manifest, cancellationToken: cancellationToken);
        file.Flush(flushToDisk: true);
    }

    public static async Task RestoreAsync(StorageOptions options, string folder, TimeProvider clock, CancellationToken cancellationToken)
    {
        var manifest = await ReadAsync(folder, cancellationToken);
        await using (await StorageDatabase.OpenAsync(options, clock, cancellationToken))
        {
            // Opened only to bring the schema there.
        }

        await using var connection = new NpgsqlConnection(options.PostgresConnection);
        await connection.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!(await MigrationsAsync(connection, cancellationToken)).SequenceEqual(manifest.Migrations, StringComparer.Ordinal))
        {
            throw new InvalidDataException("The backup is of another version of the schema; restore it with the release that made it, then upgrade.");
        }

        foreach (var table in (string[])["resource", "audit", "message", "staff_accounts"])
        {
            if ((await ListAsync(connection, $"SELECT 'x' FROM {table} LIMIT 1", cancellationToken)).Count > 0) throw new InvalidDataException("The target of the restore is not empty.");
        }

        // What migrations put there comes with the backup.
        foreach (var table in manifest.Tables.Reverse()) await ExecuteAsync(connection, $"DELETE FROM \"{table.Name}\"", cancellationToken);
        foreach (var table in manifest.Tables)
        {
            await using var from = File.OpenRead(Path.Combine(folder, table.Name + ".copy"));
            await using var to = await connection.BeginRawBinaryCopyAsync($"COPY {Named(table)} FROM STDIN (FORMAT BINARY)", cancellationToken);
            await from.CopyToAsync(to, cancellationToken);
        }

        foreach (var pair in await PairsAsync(connection, Identities, cancellationToken))
        {
            await ExecuteAsync(
                connection, $"SELECT setval(pg_get_serial_sequence('\"{pair.Key}\"', '{pair.Value}'), GREATEST((SELECT max(\"{pair.Value}\") FROM \"{pair.Key}\"), 1))", cancellationToken);
        }

        await ExecuteAsync(connection, $"INSERT INTO restored_copy (id, made) VALUES (1, {manifest.Made.ToMicroseconds()}) ON CONFLICT (id) DO UPDATE SET made = excluded.made", cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await ExecuteAsync(connection, "ANALYZE", cancellationToken);
    }

    private static async Task<BackupManifest> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = File.OpenRead(Path.Combine(folder, BackupManifest.FileName));
            return await JsonSerializer.DeserializeAsync<BackupManifest>(file, cancellationToken: cancellationToken) ?? throw new InvalidDataException("The backup has an empty manifest.");
        }
        catch (Exception problem) when (problem is IOException or JsonException)
        {
            throw new InvalidDataException("This is no complete backup: its manifest cannot be read.", problem);
        }
    }

    // Rows that others refer to have to be there first.
    private static async Task<IReadOnlyList<string>> OrderAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var waiting = (await ListAsync(connection, Tables, cancellationToken)).ToList();
        var references = await PairsAsync(connection, References, cancellationToken);
        var ordered = new List<string>();
        while (waiting.Count > 0)
        {
            var ready = waiting.Where(table => !references.Any(reference => reference.Key == table && waiting.Contains(reference.Value))).ToArray();
            if (ready.Length == 0) throw new InvalidOperationException("Tables refer to each other in a circle.");
            ordered.AddRange(ready);
            waiting.RemoveAll(ready.Contains);
        }

        return ordered;
    }

    private static Task<IReadOnlyList<string>> MigrationsAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        ListAsync(connection, "SELECT \"MigrationId\" FROM \"__EFMigrationsHistory\" ORDER BY 1", cancellationToken);

    private static string Named(BackupTable table) => $"\"{table.Name}\" ({string.Join(", ", table.Columns.Select(column => $"\"{column}\""))})";

    private static async Task<IReadOnlyList<string>> ListAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params object[] values)
    {
        var rows = new List<string>();
        await using var reader = await connection.QueryAsync(new Statement(sql, values), cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) rows.Add(reader.GetString(0));
        return rows;
    }

    private static async Task<IReadOnlyList<KeyValuePair<string, string>>> PairsAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var rows = new List<KeyValuePair<string, string>>();
        await using var reader = await connection.QueryAsync(new Statement(sql), cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) rows.Add(new(reader.GetString(0), reader.GetString(1)));
        return rows;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var reader = await connection.QueryAsync(new Statement(sql), cancellationToken);
    }
}
