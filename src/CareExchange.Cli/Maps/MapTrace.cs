using System.Text.Json;
using CareExchange.Cli.Output;
using CareExchange.Mapping.Profiles;

namespace CareExchange.Cli.Maps;

/// <summary><c>map trace</c>: for every element that was made the rule, its place in the map, and the field of the message.</summary>
internal static class MapTrace
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static int Run(MapFolder folder, string? output, FileInfo message, bool isJson)
    {
        if (folder.Profile.Value is not { } profile) return IssueLines.Print(folder.Profile.Issues);
        if (output is not null) return RunOutput(folder, profile, output, message, isJson);
        if (profile.ContentTypeOf(message.Name) is not { } contentType)
        {
            Console.Error.WriteLine($"No line of {folder.Name}/mapping.json reads a file named {message.Name}.");
            return 2;
        }

        var mapped = profile.Transform(File.ReadAllBytes(message.FullName), contentType, message.Name);
        if (mapped.Value is not { } result || !mapped.Succeeded) return IssueLines.Print(mapped.Issues);
        if (isJson) WriteJson(result.Trace);
        else WriteTable(result.Trace);
        return 0;
    }

    private static int RunOutput(MapFolder folder, MappingProfile profile, string output, FileInfo bundle, bool isJson)
    {
        if (MapOut.Find(profile, output) is not { } found)
        {
            Console.Error.WriteLine($"{folder.Name}/mapping.json has no output {output}.");
            return 2;
        }

        var written = profile.Write(found.Name, File.ReadAllBytes(bundle.FullName));
        if (written.Value is not { } result || !written.Succeeded) return IssueLines.Print(written.Issues);
        if (isJson) WriteJson(result.Trace);
        else WriteTable(result.Trace);
        return 0;
    }

    private static void WriteTable(IReadOnlyList<TraceEntry> trace)
    {
        var rows = trace.Select(entry => (entry.Target, Rule: $"{entry.Rule} ({Short(entry.Map)}:{entry.MapLine})", Source: entry.Source?.ToString() ?? "")).ToList();
        var (target, rule) = (Width(rows.Select(row => row.Target), "target"), Width(rows.Select(row => row.Rule), "rule"));
        Console.WriteLine($"{"target".PadRight(target)}  {"rule".PadRight(rule)}  source");
        foreach (var row in rows) Console.WriteLine($"{row.Target.PadRight(target)}  {row.Rule.PadRight(rule)}  {row.Source}".TrimEnd());
    }

    private static int Width(IEnumerable<string> texts, string heading) => Math.Min(90, texts.Append(heading).Max(text => text.Length));

    // The whole url stands in the JSON; in a table its last step says enough.
    private static string Short(string url) => url[(url.LastIndexOfAny(['/', ':']) + 1)..];

    private static void WriteJson(IReadOnlyList<TraceEntry> trace)
    {
        using var output = Console.OpenStandardOutput();
        using var writer = new Utf8JsonWriter(output, Indented);
        writer.WriteStartArray();
        foreach (var entry in trace)
        {
            writer.WriteStartObject();
            writer.WriteString("target", entry.Target);
            writer.WriteString("rule", entry.Rule);
            writer.WriteString("map", entry.Map);
            writer.WriteNumber("mapLine", entry.MapLine);
            if (entry.Source is { } source)
            {
                writer.WriteStartObject("source");
                writer.WriteString("field", source.Field);
                writer.WriteNumber("line", source.Line);
                writer.WriteNumber("column", source.Column);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
