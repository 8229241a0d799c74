using System.CommandLine;
using CareExchange.Cli.Input;
using CareExchange.Server.Hosting;

namespace CareExchange.Cli.Maintenance;

/// <summary><c>careexchange audit verify|checkpoint</c>: proves that nobody has changed who looked.</summary>
internal static class AuditCommands
{
    public static Command Create() => new("audit", "The audit trail: verify it, sign how far it is.") { Verify(), Checkpoint() };

    private static Command Verify()
    {
        var files = new Option<string[]>("--checkpoints") { Description = "Files of checkpoints that were kept elsewhere, one a line; the one beside the key file counts always.", AllowMultipleArgumentsPerToken = true };
        var command = new Command("verify", "Recompute every hash and compare with every signed checkpoint; 1 and the first record that was edited, removed, reordered, cut off or restored over.") { files };
        return GatewayCommand.With(command, async (parse, options, cancellationToken) =>
        {
            var verified = await GatewayMaintenance.VerifyAuditAsync(options, parse.GetValue(files) ?? [], cancellationToken);
            if (verified.RestoredAt is { } restored) Console.WriteLine(FormattableString.Invariant($"The operator restored a backup at {restored:yyyy-MM-dd'T'HH:mm:ss'Z'}: records between it and that moment are lost, as is signed. / 운영자가 백업을 복원했습니다."));
            Console.WriteLine(verified.Break is { } found
                ? $"{found.English}\n{found.Korean}"
                : $"{verified.Entries} records hold; {verified.Checkpoints} checkpoints agree, {verified.Unwitnessed} records are newer than the last. / 기록 {verified.Entries}건이 온전합니다. 확인점 {verified.Checkpoints}개와 일치합니다.");
            return verified.Break is null ? 0 : 1;
        });
    }

    private static Command Checkpoint()
    {
        var output = new Option<FileInfo>("--output", "-o") { Description = "A file to add the checkpoint to, such as one that is kept by somebody else." };
        var command = new Command("checkpoint", "Sign how far the audit trail is. The line that is printed (a JWS) is to be kept where nobody who changes the database reaches it.") { output };
        return GatewayCommand.With(command, async (parse, options, cancellationToken) =>
        {
            var checkpoint = await GatewayMaintenance.CheckpointAsync(options, cancellationToken);
            foreach (var chain in checkpoint.Chains) await Console.Error.WriteLineAsync($"checkpoint {checkpoint.Number}: chain {chain.Shard} has {chain.Count} records, last hash {chain.Hash}");
            await Console.Error.WriteLineAsync($"signed by key {checkpoint.KeyId}{(checkpoint.NextKeyId is { } next ? $", the next will be signed by {next}" : "")}");
            Console.WriteLine(checkpoint.Token);
            if (parse.GetValue(output) is { } file) await File.AppendAllTextAsync(file.FullName, checkpoint.Token + "\n", cancellationToken);
            return 0;
        });
    }
}
