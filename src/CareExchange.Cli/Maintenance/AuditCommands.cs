using System.CommandLine;
using System.Globalization;
using CareExchange.Cli.Input;
using CareExchange.Server.Hosting;

namespace CareExchange.Cli.Maintenance;

/// <summary><c>careexchange audit verify|checkpoint|review|ledger</c>: proves that nobody has changed who looked, and tells whoever answers for it.</summary>
internal static class AuditCommands
{
    public static Command Create() => new("audit", "The audit trail: verify it, sign how far it is, review a month, write the ledger.") { Verify(), Checkpoint(), Review(), Ledger() };

    // Stands in the trail: which login of the machine it was.
    private static string By => $"operator:{Environment.UserName}";

    private static Command Review()
    {
        var month = new Option<string>("--month") { Description = "The month, YYYY-MM; the one before this one when nothing is said." };
        var sign = new Option<string>("--sign") { Description = "Sign it, with this note: what was looked at and what came of it. A month is signed once, when it is over." };
        var output = new Option<FileInfo>("--output", "-o") { Description = "A file for one line for each who looked: .xlsx, else CSV." };
        var command = new Command("review", "The monthly review of who looked (고시 제2026-9호 제8조): figures, what stands out, and its signature.") { month, sign, output };
        return GatewayCommand.With(command, async (parse, options, cancellationToken) =>
        {
            DateOnly? asked = parse.GetValue(month) is { } text ? Day(text + "-01", "--month", "YYYY-MM") : null;
            return await PrintAsync(await GatewayRecords.ReviewAsync(options, asked, parse.GetValue(sign), By, cancellationToken), parse.GetValue(output), cancellationToken);
        });
    }

    private static Command Ledger()
    {
        var from = new Option<string>("--from") { Description = "The first day, YYYY-MM-DD.", Required = true };
        var until = new Option<string>("--until") { Description = "The last day; at most a year later.", Required = true };
        var person = new Option<string>("--person") { Description = "Patient id of the only person." };
        var recipient = new Option<string>("--recipient") { Description = "Id of the only recipient's Organization." };
        var output = new Option<FileInfo>("--output", "-o") { Description = "A file for the ledger: .xlsx, else CSV." };
        var command = new Command("ledger", "The ledger of provisions to third parties with its eight items (개인정보 보호법 시행령 제15조), made from the trail.") { from, until, person, recipient, output };
        return GatewayCommand.With(command, async (parse, options, cancellationToken) =>
        {
            var (first, last) = (Day(parse.GetRequiredValue(from), "--from", "YYYY-MM-DD"), Day(parse.GetRequiredValue(until), "--until", "YYYY-MM-DD"));
            return await PrintAsync(await GatewayRecords.LedgerAsync(options, first, last, parse.GetValue(person), parse.GetValue(recipient), By, cancellationToken), parse.GetValue(output), cancellationToken);
        });
    }

    private static async Task<int> PrintAsync(GatewayTable table, FileInfo? file, CancellationToken cancellationToken)
    {
        foreach (var line in table.Lines) Console.WriteLine(line);
        if (file is not null) await File.WriteAllBytesAsync(file.FullName, table.ToFile(file.Name), cancellationToken);
        return 0;
    }

    private static DateOnly Day(string text, string option, string expected) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : throw new InvalidDataException($"{option}: expected {expected}.");

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
