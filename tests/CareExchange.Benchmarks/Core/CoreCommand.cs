using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CareExchange.Fhir.Definitions;

namespace CareExchange.Benchmarks.Core;

/// <summary><c>core FOLDER</c>: how fast the language is over any folder of resources, always beside <c>JsonDocument.Parse</c>.</summary>
internal static class CoreCommand
{
    private const int BrokenShown = 10;
    private static readonly JsonSerializerOptions s_json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "Resources: .json, .ndjson, .tgz, at any depth; Bundles are taken apart." };
        var threads = new Option<int>("--threads") { Description = "How many threads ask at once.", DefaultValueFactory = _ => 1 };
        var seconds = new Option<double>("--seconds") { Description = "How long to measure after the warm-up.", DefaultValueFactory = _ => 20 };
        var json = new Option<FileInfo?>("--json") { Description = "Where the answers are written as JSON." };
        var command = new Command("core", "Parse, validate, extract and FHIRPath over a folder of resources, beside JsonDocument.Parse.") { folder, threads, seconds, json };
        command.SetAction(async (parse, cancellationToken) =>
        {
            var found = Read(parse.GetRequiredValue(folder));
            if (found is null) return 2;
            var measurement = new CoreMeasurement(found.Resources, CoreQuestion.All(Schema.R4), Math.Clamp(parse.GetValue(threads), 1, 256));
            var results = measurement.Run(TimeSpan.FromSeconds(Math.Clamp(parse.GetValue(seconds), 0, 3600)));
            Print(results);
            if (parse.GetValue(json) is not { } file) return 0;
            await using var output = file.Create();
            await JsonSerializer.SerializeAsync(output, results, s_json, cancellationToken);
            return 0;
        });
        return command;
    }

    /// <summary><c>generate FOLDER COUNT</c>: invented resources to measure with.</summary>
    public static Command CreateGenerator()
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "Where the NDJSON files are written." };
        var count = new Argument<int>("count") { Description = "How many resources." };
        var command = new Command("generate", "Write invented resources of about 1.6 KB; the same count gives the same bytes.") { folder, count };
        command.SetAction(async (parse, _) =>
        {
            await SyntheticResources.WriteAsync(parse.GetRequiredValue(folder), Math.Max(0, parse.GetValue(count)));
            return 0;
        });
        return command;
    }

    private static ResourceFolder? Read(DirectoryInfo folder)
    {
        if (!folder.Exists)
        {
            Console.Error.WriteLine($"There is no folder {folder.FullName}.");
            return null;
        }

        var found = ResourceFolder.Read(folder);
        var mean = found.Resources.Count == 0 ? 0 : found.Bytes / found.Resources.Count;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{found.Resources.Count:N0} resources, {found.Bytes / 1e6:N1} MB, {mean:N0} bytes each on average."));
        if (found.IsCut) Console.WriteLine("There is more in the folder; the rest is not measured.");
        if (found.Others > 0) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{found.Others:N0} JSON values are no resources and were passed over."));
        if (found.Broken.Count > 0) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{found.Broken.Count:N0} could not be read:"));
        foreach (var broken in found.Broken.Take(BrokenShown)) Console.WriteLine($"  {broken}");
        if (found.Resources.Count > 0) return found;
        Console.Error.WriteLine("There is nothing to measure.");
        return null;
    }

    private static void Print(IReadOnlyList<CoreResult> results)
    {
        Console.WriteLine();
        Console.WriteLine("| question | resources/s | MB/s | bytes allocated per resource | ratio to JsonDocument.Parse |");
        Console.WriteLine("|---|---:|---:|---:|---:|");
        foreach (var result in results)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {result.Question} | {result.PerSecond:N0} | {result.MegabytesPerSecond:N0} | {result.BytesPerResource:N0} | {result.Ratio * 100:N1} % |"));
        }
    }
}
