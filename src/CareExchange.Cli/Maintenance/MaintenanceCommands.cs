using System.CommandLine;
using CareExchange.Cli.Input;
using CareExchange.Server.Hosting;

namespace CareExchange.Cli.Maintenance;

/// <summary><c>careexchange backup|restore|verify|reindex</c>: a whole database copied, brought back, checked, indexed anew.</summary>
internal static class MaintenanceCommands
{
    public static Command Backup() => WithPath(
        "backup", "Copy the database as of one moment, while it is written to.", "The file (SQLite) or folder (PostgreSQL) to be made.", GatewayMaintenance.BackupAsync);

    public static Command Restore()
    {
        var path = new Argument<string?>("path") { Description = "What backup made; nothing to open a database that was restored before its consent journal was found.", Arity = ArgumentArity.ZeroOrOne };
        var journals = new Option<string[]>("--journal") { Description = "Consent journals of gateways that worked on the database; consents.journal beside the key file when nothing is said.", AllowMultipleArgumentsPerToken = true };
        var none = new Option<bool>("--without-journal") { Description = "There is none: you answer for it that no consent was withdrawn since the backup. This is recorded." };
        var command = new Command("restore", "Bring a backup back where there is no database yet, and what every consent has said since; the key file must be there.") { path, journals, none };
        return GatewayCommand.With(command, async (parse, options, cancellationToken) =>
        {
            var (source, named) = (parse.GetValue(path), parse.GetValue(journals) ?? []);
            var reapplied = source is null ? null : await GatewayMaintenance.RestoreAsync(options, source, named, cancellationToken);
            reapplied ??= await GatewayMaintenance.ReapplyAsync(options, named, parse.GetValue(none), cancellationToken);
            if (reapplied is { } count)
            {
                Console.WriteLine($"{count} consents had changed since the backup and were brought up to date / 백업 뒤에 바뀐 동의 {count}건을 반영했습니다");
                return 0;
            }

            await Console.Error.WriteLineAsync(ConsentGuard.Closed);
            return 1;
        });
    }

    public static Command Verify()
    {
        var command = new Command("verify", "Check versions, index rows and the audit chains of the database; 1 where something is wrong.");
        return GatewayCommand.With(command, async (_, options, cancellationToken) =>
        {
            var verified = await GatewayMaintenance.VerifyAsync(options, cancellationToken);
            foreach (var fault in verified.Faults) Console.WriteLine(fault);
            Console.WriteLine($"{verified.Resources} resources, {verified.Versions} versions, {verified.AuditEntries} audit entries, {verified.Faults.Count} faults");
            return verified.Faults.Count == 0 ? 0 : 1;
        });
    }

    public static Command Keys()
    {
        var resume = new Option<bool>("--resume") { Description = "Make no new key; only go on where a rotation was stopped." };
        var rotate = new Command("rotate", "Make a new key while gateways run, seal with it, and seal anew what older keys have sealed.") { resume };
        var retire = new Command("retire", "Take every key but the one that seals out of the key file, once nothing needs them. Backups from before the rotation need them still: keep the old key file with those.");
        return new Command("keys", "The key ring.")
        {
            GatewayCommand.With(rotate, async (parse, options, cancellationToken) =>
            {
                var (key, rewritten, older) = await GatewayMaintenance.RotateKeysAsync(options, parse.GetValue(resume), Console.Error.WriteLine, cancellationToken);
                Console.WriteLine($"key {key} seals; {rewritten} values sealed anew, hashes of {older} persons still need older keys / 키 {key} 사용 중, {rewritten}건 다시 암호화");
                return 0;
            }),
            GatewayCommand.With(retire, async (_, options, cancellationToken) =>
            {
                var retired = await GatewayMaintenance.RetireKeysAsync(options, Console.Error.WriteLine, cancellationToken);
                Console.WriteLine(retired.Count == 0 ? "no older keys / 이전 키 없음" : $"retired: {string.Join(", ", retired)} / 이전 키 제거됨");
                return 0;
            }),
        };
    }

    public static Command Reindex()
    {
        var types = new Option<string[]>("--type") { Description = "A resource type, once or more; all that are stored when nothing is said.", AllowMultipleArgumentsPerToken = true };
        var force = new Option<bool>("--all") { Description = "Extract everything anew, not only what older definitions indexed." };
        var command = new Command("reindex", "Bring the search index up to the definitions, while the database is read and written.") { types, force };
        return GatewayCommand.With(command, async (parse, options, cancellationToken) =>
        {
            var written = await GatewayMaintenance.ReindexAsync(options, parse.GetValue(types) ?? [], parse.GetValue(force), Console.Error.WriteLine, cancellationToken);
            Console.WriteLine($"{written} resources indexed anew");
            return 0;
        });
    }

    private static Command WithPath(string name, string description, string what, Func<GatewayOptions, string, CancellationToken, Task> run)
    {
        var path = new Argument<string>("path") { Description = what };
        return GatewayCommand.With(new Command(name, description) { path }, async (parse, options, cancellationToken) =>
        {
            await run(options, parse.GetRequiredValue(path), cancellationToken);
            return 0;
        });
    }
}
