using Microsoft.Data.Sqlite;

namespace CareExchange.Storage.Maintenance;

/// <summary>SQLite as one file.</summary>
internal static class SqliteBackup
{
    private const string Name = "careexchange.db";

    // A reader like any other: it sees one snapshot, and the writer goes on beside it.
    public static async Task CreateAsync(string folder, string target, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(Path.Combine(folder, Name), SqliteOpenMode.ReadWrite, cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "VACUUM INTO $target";
        command.Parameters.AddWithValue("$target", Path.GetFullPath(target));
        await command.ExecuteNonQueryAsync(cancellationToken);
        await SyncAsync(target, cancellationToken);
    }

    public static async Task RestoreAsync(string folder, string source, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, Name);
        if (File.Exists(path)) throw new InvalidDataException("The target of the restore holds a database already.");
        await CheckAsync(source, cancellationToken);
        Directory.CreateDirectory(folder);

        // The name is given last, so that half a copy is never taken for a database.
        var partial = path + ".restoring";
        await using (var from = File.OpenRead(source))
        await using (var to = File.Create(partial))
        {
            await from.CopyToAsync(to, cancellationToken);
            to.Flush(flushToDisk: true);
        }

        File.Move(partial, path);
    }

    private static async Task CheckAsync(string source, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await OpenAsync(source, SqliteOpenMode.ReadOnly, cancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA quick_check";
            if (await command.ExecuteScalarAsync(cancellationToken) is "ok") return;
        }
        catch (SqliteException problem)
        {
            throw new InvalidDataException("The backup cannot be read.", problem);
        }

        throw new InvalidDataException("The backup is damaged.");
    }

    private static async Task<SqliteConnection> OpenAsync(string path, SqliteOpenMode mode, CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, Mode = mode, DefaultTimeout = 30 }.ToString());
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    private static async Task SyncAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        await file.FlushAsync(cancellationToken);
        file.Flush(flushToDisk: true);
    }
}
