using System.CommandLine;
using CareExchange.Fhir.Definitions;

namespace CareExchange.Cli.Maps;

/// <summary><c>careexchange map test|trace|coverage|diff|out</c>: what the author of a partner's folder asks while writing it.</summary>
/// <remarks>Exit code 0 where all is as it should be, 1 where something differs or is wrong, 2 for usage.</remarks>
internal static class MapCommand
{
    public static Command Create() => new("map", "Work on a partner's mapping folder: run its examples, trace them, count what is mapped, compare two versions, write the partner's own format.") { Test(), Trace(), Coverage(), Diff(), Out() };

    private static Command Test()
    {
        var folder = Folder();
        var write = new Option<bool>("--write") { Description = "Where nothing is expected yet, keep what was made as NN-expected.json, to be read before it is committed." };
        var command = new Command("test", "Map every example, validate the result and compare it with what is expected.") { folder, write };
        command.SetAction(parse => WithFolders(parse.GetRequiredValue(folder), folders => MapTest.Run(folders, parse.GetValue(write))));
        return command;
    }

    private static Command Trace()
    {
        var file = new Argument<FileInfo>("file") { Description = "The message; the mapping folder is the one it lies in, unless told." };
        var mapping = new Option<DirectoryInfo?>("--mapping") { Description = "The partner's mapping folder." };
        var output = new Option<string?>("--out") { Description = "The output whose map is traced, where the file is no example of one." };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("trace", "Which rule made which element from which part of the message.") { file, mapping, output, json };
        command.SetAction(parse =>
        {
            var message = parse.GetRequiredValue(file);
            if (!message.Exists) return Output.IssueLines.Missing(message);
            var found = parse.GetValue(mapping) is { } folder ? (MapFolder.Open(folder, Schema.Guide) is [var first, ..] ? first : null) : MapFolder.Around(message, Schema.Guide);
            if (found is not null) return MapTrace.Run(found, parse.GetValue(output) ?? MapFolder.OutputOf(message), message, parse.GetValue(json));
            Console.Error.WriteLine("No folder with a mapping.json is above the message; name it by --mapping.");
            return 2;
        });
        return command;
    }

    private static Command Out()
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "The partner's mapping folder, or its name below 'mappings'." };
        var file = new Argument<FileInfo>("file") { Description = "A Bundle: what starts the message as entries whose search.mode is match, and what they refer to." };
        var name = new Option<string?>("--name") { Description = "Which output of mapping.json; the only one when nothing is said." };
        var to = new Option<FileInfo?>("--to") { Description = "The file to write; standard output when nothing is said." };
        var command = new Command("out", "Write resources as a message in the partner's own format.") { folder, file, name, to };
        command.SetAction(parse =>
        {
            var (path, bundle) = (parse.GetRequiredValue(folder), parse.GetRequiredValue(file));
            if (!bundle.Exists) return Output.IssueLines.Missing(bundle);
            if (!path.Exists && new DirectoryInfo(Path.Combine("mappings", path.Name)) is { Exists: true } named) path = named;
            return WithFolders(path, folders => MapOut.Run(folders[0], parse.GetValue(name), bundle, parse.GetValue(to)));
        });
        return command;
    }

    private static Command Coverage()
    {
        var folder = Folder();
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("coverage", "How much of each example its map reads, and which fields no rule reads.") { folder, json };
        command.SetAction(parse => WithFolders(parse.GetRequiredValue(folder), folders => MapCoverage.Run(folders, parse.GetValue(json))));
        return command;
    }

    private static Command Diff()
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "The mapping folder in use; its examples are the input." };
        var other = new Argument<DirectoryInfo?>("other") { Description = "The folder with the new version; without it the candidates of the first one.", Arity = ArgumentArity.ZeroOrOne };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("diff", "What a new version of a map would change, for each element that it makes of the same messages.") { folder, other, json };
        command.SetAction(parse => WithFolders(parse.GetRequiredValue(folder), folders =>
        {
            var second = parse.GetValue(other) is { } path ? path.Exists ? MapFolder.Open(path, Schema.Guide) : [] : null;
            if (second is not { Count: 0 }) return MapDiff.Run(folders, second, parse.GetValue(json));
            Console.Error.WriteLine($"There is no mapping folder '{parse.GetValue(other)!.FullName}'.");
            return 2;
        }));
        return command;
    }

    private static Argument<DirectoryInfo> Folder() => new("folder") { Description = "One partner's folder, or the folder of all." };

    private static int WithFolders(DirectoryInfo path, Func<IReadOnlyList<MapFolder>, int> run)
    {
        if (path.Exists && MapFolder.Open(path, Schema.Guide) is { Count: > 0 } folders) return run(folders);
        Console.Error.WriteLine($"There is no mapping folder in '{path.FullName}'.");
        return 2;
    }
}
