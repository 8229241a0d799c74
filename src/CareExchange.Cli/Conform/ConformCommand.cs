using System.CommandLine;
using System.Globalization;
using CareExchange.Cli.Input;

namespace CareExchange.Cli.Conform;

/// <summary><c>careexchange conform KIND FOLDER [--json OUT]</c>: a public suite, in its own layout, against this build.</summary>
/// <remarks>Exit code 0 where no case failed, 1 where one did, 2 where the command line or the folder cannot be used.</remarks>
internal static class ConformCommand
{
    public static Command Create()
    {
        var command = new Command("conform", "Run a public conformance suite: prints each case that differs and closes with 'N passed, N failed, N skipped'.");
        foreach (var suite in ConformanceSuites.All) command.Subcommands.Add(Of(suite));
        return command;
    }

    private static Command Of(IConformanceSuite suite)
    {
        var folder = new Argument<string>("folder") { Description = "The suite's folder, or a .tgz of it." };
        var json = new Option<FileInfo>("--json") { Description = "Write the verdict of every case here: [{\"case\",\"verdict\",\"detail\"}]." };
        var command = new Command(suite.Kind, suite.Description) { folder, json };
        command.SetAction(parse => Run(suite, parse.GetRequiredValue(folder), parse.GetValue(json)));
        return command;
    }

    private static int Run(IConformanceSuite suite, string path, FileInfo? json)
    {
        try
        {
            using var opened = Folders.Open(path);
            var results = new List<ConformanceResult>();
            foreach (var result in suite.Run(opened.Folder))
            {
                results.Add(result);
                if (result.Verdict != Verdict.Passed) Console.WriteLine(Line(result));
            }

            if (json is not null) ConformanceReport.Write(results, json);
            int Count(Verdict verdict) => results.Count(result => result.Verdict == verdict);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Count(Verdict.Passed)} passed, {Count(Verdict.Failed)} failed, {Count(Verdict.Skipped)} skipped"));
            return Count(Verdict.Failed) == 0 ? 0 : 1;
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(problem.Message);
            return 2;
        }
    }

    private static string Line(ConformanceResult result) =>
        $"{(result.Verdict == Verdict.Failed ? "failed " : "skipped")} {result.Case}{(result.Detail is null ? "" : $": {result.Detail.ReplaceLineEndings(" ")}")}";
}
