using CareExchange.Identity.Hosting;
using CareExchange.Exchange.Persons;
using CareExchange.Storage.Audit;
using CareExchange.Storage.Database;
using CareExchange.Storage.Maintenance;
using CareExchange.Storage.Persons;
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

    /// <summary>Makes a new key, lets running gateways learn it, seals with it, and seals anew what is sealed under older ones; also a new key for checkpoints.</summary>
    /// <param name="options">The gateway's options.</param>
    /// <param name="isResumed">True to make no key, and only go on sealing anew.</param>
    /// <param name="told">Told how far it is.</param>
    /// <param name="cancellationToken">Stops; with <paramref name="isResumed"/> it goes on.</param>
    /// <returns>The id of the key that seals now, how many values were sealed anew, and of how many persons the hashes are older.</returns>
    public static async Task<(string Key, long Rewritten, long OlderHashes)> RotateKeysAsync(GatewayOptions options, bool isResumed, Action<string> told, CancellationToken cancellationToken)
    {
        await StorageAsync(options, cancellationToken);
        if (!isResumed)
        {
            var added = await KeyFile.AddAsync(options.KeyPath, TimeProvider.System, cancellationToken);
            told($"key {added} added");
            await Task.Delay(KeyWatch.Settles, cancellationToken);
            await KeyFile.UseAsync(options.KeyPath, added, TimeProvider.System, cancellationToken);
            told($"key {added} in use");
            await Task.Delay(KeyWatch.Settles, cancellationToken);
        }

        await using var database = await StorageDatabase.OpenAsync(await StorageAsync(options, cancellationToken), TimeProvider.System, cancellationToken);
        var rewriter = new KeyRewriter(database);
        var rewritten = await rewriter.RunAsync((column, count) => told($"{column}: {count}"), cancellationToken);
        var persons = await new PersonRekeyer(new ResourceStore(database), new PersonStore(database), database.Options.Schema).RunAsync(cancellationToken);
        if (persons > 0) told($"persons: {persons}");
        rewritten += persons;
        var file = await KeyFile.OpenExistingAsync(options.KeyPath, TimeProvider.System, cancellationToken);
        var identity = await new IdentityRekeyer(database, file.Identity, file.IdentityOlder).RunAsync(cancellationToken);
        if (identity > 0) told($"identity: {identity}");
        rewritten += identity;
        if (!isResumed) await new CheckpointFile(options.CheckpointPath).AppendAsync(await new AuditCheckpointStore(database).RotateKeyAsync(cancellationToken), cancellationToken);
        return (database.Options.Keys[0].Id, rewritten, await rewriter.OlderHashesAsync(cancellationToken));
    }

    /// <summary>Takes every key but the one that seals out of the key file, once nothing needs them any more; what is left to do for that is done first.</summary>
    /// <param name="options">The gateway's options.</param>
    /// <param name="told">Told how far it is.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The ids of the keys that are gone.</returns>
    /// <exception cref="InvalidDataException">Hashes of persons still need them; nothing was taken away.</exception>
    public static async Task<IReadOnlyList<string>> RetireKeysAsync(GatewayOptions options, Action<string> told, CancellationToken cancellationToken)
    {
        var (key, _, older) = await RotateKeysAsync(options, isResumed: true, told, cancellationToken);
        if (older > 0) throw new InvalidDataException($"Hashes of {older} persons were made by older keys, of what their Patient does not say any more: the older keys stay. / 이전 키가 아직 필요합니다.");
        var retired = await KeyFile.RetireAsync(options.KeyPath, TimeProvider.System, cancellationToken);
        told($"only key {key} is left");
        return retired;
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
        return options.StorageOf(keys, packages.Schema);
    }
}
