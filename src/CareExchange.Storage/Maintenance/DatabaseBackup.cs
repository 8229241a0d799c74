using CareExchange.Storage.Database;

namespace CareExchange.Storage.Maintenance;

/// <summary>Copies a whole database as of one moment, while it is written to, and brings such a copy back.</summary>
/// <remarks>Encrypted columns are copied as they are: a copy is of no use without the key file, which is kept elsewhere.
/// SQLite is copied to one file, PostgreSQL to a folder of one file per table. What was restored says so of itself (<see cref="ConsentReplay.CopyOfAsync"/>)
/// until it was told what every Consent has said since.</remarks>
public static class DatabaseBackup
{
    /// <summary>Makes a copy.</summary>
    /// <param name="database">The opened database; its gateways may go on.</param>
    /// <param name="target">A file (SQLite) or folder (PostgreSQL) that does not exist.</param>
    /// <param name="cancellationToken">Stops; what was copied so far stays and is no backup.</param>
    /// <exception cref="IOException">The target exists or cannot be written.</exception>
    public static async Task CreateAsync(StorageDatabase database, string target, CancellationToken cancellationToken)
    {
        if (Path.Exists(target)) throw new IOException("The target of the backup exists already.");
        await database.SettleAsync();
        await (database.Options.PostgresConnection is { } connection
            ? PostgresBackup.CreateAsync(connection, target, database.Now(), cancellationToken)
            : SqliteBackup.CreateAsync(database.Options.DataFolder, target, database.Now(), cancellationToken));
    }

    /// <summary>Brings a copy back into an empty place.</summary>
    /// <param name="options">Where to; no gateway is running there.</param>
    /// <param name="source">What <see cref="CreateAsync"/> made.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellationToken">Stops; PostgreSQL is left as it was, a SQLite folder without a database.</param>
    /// <exception cref="InvalidDataException">The target is not empty, or the source is no backup, damaged, or of another version of the schema.</exception>
    public static Task RestoreAsync(StorageOptions options, string source, TimeProvider clock, CancellationToken cancellationToken) =>
        options.PostgresConnection is null
            ? SqliteBackup.RestoreAsync(options.DataFolder, source, cancellationToken)
            : PostgresBackup.RestoreAsync(options, source, clock, cancellationToken);
}
