using CareExchange.Storage.Database;
using CareExchange.Storage.Database.Sqlite;
using Microsoft.Data.Sqlite;

namespace CareExchange.Storage.Maintenance;

/// <summary>SQLite as one file: the database, with the looks as one more table.</summary>
internal static class SqliteBackup
{
    // A reader like any other: it sees one snapshot, and the writer goes on beside it. Looks come after what they looked at.
    public static async Task CreateAsync(string folder, string target, DateTimeOffset made, CancellationToken cancellationToken)
    {
        // The name is given last, so that half a copy is never taken for a backup.
        var partial = Path.GetFullPath(target) + ".partial";
        File.Delete(partial);
        await using (var connection = await OpenAsync(Path.Combine(folder, SqliteDialect.FileName), SqliteOpenMode.ReadWrite, cancellationToken))
        {
            await ExecuteAsync(connection, "VACUUM INTO $path", partial, cancellationToken);
        }

        await LookSettling.FinishAsync(folder);
        LookFile.Carry(folder, partial);
        await using (var copy = await OpenAsync(partial, SqliteOpenMode.ReadWrite, cancellationToken))
        {
            // No log of writes belongs to it.
            await ExecuteAsync(copy, "PRAGMA user_version = 0", null, cancellationToken);

            // Wherever this file is opened, by restore or copied by hand, it knows that things may have happened since.
            await ExecuteAsync(copy, $"INSERT OR REPLACE INTO restored_copy (id, made) VALUES (1, {made.ToMicroseconds()})", null, cancellationToken);
        }

        await SyncAsync(partial, cancellationToken);
        File.Move(partial, target);
    }

    public static async Task RestoreAsync(string folder, string source, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, SqliteDialect.FileName);
        if (File.Exists(path) || File.Exists(Path.Combine(folder, LookFile.FileName))) throw new InvalidDataException("The target of the restore holds a database already.");
        await CheckAsync(source, cancellationToken);
        Directory.CreateDirectory(folder);

        // What stands beside the place was written for another database.
        foreach (var name in WriteLog.FileNames) File.Delete(Path.Combine(folder, name));

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

    private static async Task ExecuteAsync(SqliteConnection connection, string sql, string? path, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Texts come from this class; paths are parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        if (path is not null) command.Parameters.AddWithValue("$path", path);
        await command.ExecuteNonQueryAsync(cancellationToken);
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
