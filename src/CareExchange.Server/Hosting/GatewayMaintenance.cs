using CareExchange.Storage.Database;
using CareExchange.Storage.Maintenance;
using CareExchange.Storage.Resources;

namespace CareExchange.Server.Hosting;

/// <summary>What an operator does with a whole database: copy it, bring it back, check it.</summary>
public static class GatewayMaintenance
{
    /// <summary>Copies the database as of one moment while gateways go on (<see cref="DatabaseBackup.CreateAsync"/>).</summary>
    public static async Task BackupAsync(GatewayOptions options, string target, CancellationToken cancellationToken)
    {
        await using var database = await StorageDatabase.OpenAsync(await StorageAsync(options, cancellationToken), TimeProvider.System, cancellationToken);
        await DatabaseBackup.CreateAsync(database, target, cancellationToken);
    }

    /// <summary>Brings a copy back into an empty place (<see cref="DatabaseBackup.RestoreAsync"/>).</summary>
    public static async Task RestoreAsync(GatewayOptions options, string source, CancellationToken cancellationToken) =>
        await DatabaseBackup.RestoreAsync(await StorageAsync(options, cancellationToken), source, TimeProvider.System, cancellationToken);

    /// <summary>Checks the database against itself (<see cref="DatabaseVerifier"/>).</summary>
    public static async Task<DatabaseVerification> VerifyAsync(GatewayOptions options, CancellationToken cancellationToken)
    {
        await using var database = await StorageDatabase.OpenAsync(await StorageAsync(options, cancellationToken), TimeProvider.System, cancellationToken);
        return await new DatabaseVerifier(database).VerifyAsync(cancellationToken);
    }

    /// <summary>Indexes what is stored anew while gateways go on; killed, it can be begun again.</summary>
    /// <param name="options">The gateway's options.</param>
    /// <param name="types">The types; none for all that are stored.</param>
    /// <param name="isForced">True to extract everything anew, false for what an older catalog or other definitions indexed.</param>
    /// <param name="told">Told how far it is.</param>
    /// <param name="cancellationToken">Stops behind the last commit.</param>
    /// <returns>How many resources were written anew.</returns>
    /// <exception cref="InvalidDataException">A type is not known.</exception>
    public static async Task<long> ReindexAsync(GatewayOptions options, IReadOnlyList<string> types, bool isForced, Action<string> told, CancellationToken cancellationToken)
    {
        await using var database = await StorageDatabase.OpenAsync(await StorageAsync(options, cancellationToken), TimeProvider.System, cancellationToken);
        var store = new ReindexStore(database);
        var begin = await store.BeginAsync(types, null, cancellationToken);
        if (begin.Value is not { } position || !begin.Succeeded) throw new InvalidDataException(begin.Issues[0].English);
        position = position with { IsForced = isForced };
        while (!position.IsDone)
        {
            (position, var notBefore) = await store.StepAsync(position, cancellationToken);
            told(position.Words);
            if (notBefore - TimeProvider.System.GetUtcNow() is { Ticks: > 0 } pause) await Task.Delay(pause, cancellationToken);
        }

        return position.Written;
    }

    private static async Task<StorageOptions> StorageAsync(GatewayOptions options, CancellationToken cancellationToken)
    {
        var keys = await KeyFile.OpenExistingAsync(options.KeyFile ?? Path.Combine(options.DataFolder, "keys.json"), TimeProvider.System, cancellationToken);
        var packages = await PackageFolder.LoadAsync(options.PackagesFolder ?? Path.Combine(options.DataFolder, "packages"), options.Packages, cancellationToken);
        return new StorageOptions { DataFolder = options.DataFolder, PostgresConnection = options.PostgresConnection, Keys = keys.Keys, Schema = packages.Schema };
    }
}
