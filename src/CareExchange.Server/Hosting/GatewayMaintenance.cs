using CareExchange.Storage.Audit;
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
    /// <param name="options">The gateway's options.</param>
    /// <param name="source">The backup.</param>
    /// <param name="journals">Consent journals of gateways that worked on the database since; the one beside the key file when none is named.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>How many Consents had said something else since; null where no journal is known: the database then stays closed until <see cref="ReapplyAsync"/>.</returns>
    public static async Task<int?> RestoreAsync(GatewayOptions options, string source, IReadOnlyList<string> journals, CancellationToken cancellationToken)
    {
        await DatabaseBackup.RestoreAsync(await StorageAsync(options, cancellationToken), source, TimeProvider.System, cancellationToken);
        return await ReapplyAsync(options, journals, isNothingKnown: false, cancellationToken);
    }

    /// <summary>Tells a restored database what every Consent has said since its backup, and lets it be opened.</summary>
    /// <param name="options">The gateway's options.</param>
    /// <param name="journals">Consent journals; the one beside the key file when none is named.</param>
    /// <param name="isNothingKnown">True where the operator answers for it that there is no journal: this goes into the audit trail.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>How many Consents were changed; null where no journal is known, and nothing was done.</returns>
    public static async Task<int?> ReapplyAsync(GatewayOptions options, IReadOnlyList<string> journals, bool isNothingKnown, CancellationToken cancellationToken)
    {
        await using var database = await StorageDatabase.OpenAsync(await StorageAsync(options, cancellationToken), TimeProvider.System, cancellationToken);
        return await ConsentGuard.ReapplyAsync(database, journals.Count > 0 ? journals : [options.ConsentJournalPath], isNothingKnown, TimeProvider.System, cancellationToken);
    }

    /// <summary>Verifies the audit trail against the checkpoints of the database, the file beside the key file, and others.</summary>
    /// <param name="options">The gateway's options.</param>
    /// <param name="files">Files of checkpoints kept elsewhere, one a line.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<AuditVerification> VerifyAuditAsync(GatewayOptions options, IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        await using var database = await StorageDatabase.OpenAsync(await StorageAsync(options, cancellationToken), TimeProvider.System, cancellationToken);
        var kept = new List<string>(await new CheckpointFile(options.CheckpointPath).ReadAsync(cancellationToken));
        foreach (var file in files)
        {
            if (!File.Exists(file)) throw new InvalidDataException($"The checkpoint file {file} is missing.");
            kept.AddRange(await new CheckpointFile(file).ReadAsync(cancellationToken));
        }

        return await new AuditStore(database).VerifyAsync(cancellationToken, kept);
    }

    /// <summary>Signs how far the audit trail is, notes it beside the key file, and gives it out.</summary>
    public static async Task<AuditCheckpoint> CheckpointAsync(GatewayOptions options, CancellationToken cancellationToken)
    {
        await using var database = await StorageDatabase.OpenAsync(await StorageAsync(options, cancellationToken), TimeProvider.System, cancellationToken);
        var checkpoint = (await new AuditCheckpointStore(database).CreateAsync(onlyIfChanged: false, cancellationToken))!;
        await new CheckpointFile(options.CheckpointPath).AppendAsync(checkpoint, cancellationToken);
        return checkpoint;
    }

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
        var keys = await KeyFile.OpenExistingAsync(options.KeyPath, TimeProvider.System, cancellationToken);
        var packages = await PackageFolder.LoadAsync(options.PackagesFolder ?? Path.Combine(options.DataFolder, "packages"), options.Packages, cancellationToken);
        return new StorageOptions { DataFolder = options.DataFolder, PostgresConnection = options.PostgresConnection, Keys = keys.Keys, Schema = packages.Schema };
    }
}
