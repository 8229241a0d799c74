using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using CareExchange.Cli.Output;
using CareExchange.Mapping.Profiles;

namespace CareExchange.Cli.Maps;

/// <summary><c>map coverage</c>: mapped ÷ populated for each example and for the folder, and the fields that no rule reads.</summary>
internal static partial class MapCoverage
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static int Run(IReadOnlyList<MapFolder> folders, bool isJson)
    {
        var code = 0;
        List<Report> reports = [];
        foreach (var folder in folders)
        {
            if (folder.Profile.Value is not { } profile)
            {
                code = IssueLines.Print(folder.Profile.Issues);
                continue;
            }

            reports.Add(Measure(folder, profile));
        }

        if (isJson) Console.WriteLine(JsonSerializer.Serialize(reports, Options));
        else foreach (var report in reports) Print(report);
        return code;
    }

    private static Report Measure(MapFolder folder, MappingProfile profile)
    {
        List<Message> messages = [];
        var unmapped = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var input in folder.Inputs)
        {
            if (profile.ContentTypeOf(input.Name) is not { } contentType) continue;
            if (profile.Transform(File.ReadAllBytes(input.FullName), contentType, input.Name).Value is not { } result) continue;
            messages.Add(new(input.Name, result.Coverage.Mapped, result.Coverage.Populated));
            foreach (var field in result.Unmapped)
            {
                // Ten rows without a rule for one column are one thing to do.
                var path = Index().Replace(field.Path, "");
                unmapped[path] = unmapped.GetValueOrDefault(path) + 1;
            }
        }

        foreach (var input in folder.OutputInputs)
        {
            var output = MapFolder.OutputOf(input)!;
            if (MapOut.Find(profile, output) is null || profile.Write(output, File.ReadAllBytes(input.FullName)).Value is not { } result) continue;
            messages.Add(new($"out/{output}/{input.Name}", result.Coverage.Mapped, result.Coverage.Populated));
            foreach (var field in result.Unmapped)
            {
                var path = $"out/{output} {Index().Replace(field.Path, "")}";
                unmapped[path] = unmapped.GetValueOrDefault(path) + 1;
            }
        }

        return new(folder.Name, messages.Sum(message => message.Mapped), messages.Sum(message => message.Populated), messages, unmapped);
    }

    private static void Print(Report report)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Folder}: {Percent(report.Mapped, report.Populated)} ({report.Mapped} of {report.Populated} fields in {report.Messages.Count} messages)"));
        foreach (var message in report.Messages) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {message.File}: {Percent(message.Mapped, message.Populated)} ({message.Mapped} of {message.Populated})"));
        foreach (var (path, count) in report.Unmapped) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  unmapped: {path} ({count})"));
    }

    private static string Percent(int mapped, int populated) => populated == 0 ? "nothing to map" : (100.0 * mapped / populated).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Index();

    private sealed record Report(string Folder, int Mapped, int Populated, IReadOnlyList<Message> Messages, IReadOnlyDictionary<string, int> Unmapped);

    private sealed record Message(string File, int Mapped, int Populated);
}
