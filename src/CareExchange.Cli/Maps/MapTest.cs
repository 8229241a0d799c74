using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using CareExchange.Cli.Output;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Instances;
using CareExchange.Validation.Rules;

namespace CareExchange.Cli.Maps;

/// <summary><c>map test</c>: every example mapped, validated and compared with what is expected of it.</summary>
internal static class MapTest
{
    private const int MostShown = 20;

    private static readonly ResourceValidator Validator = new(Schema.Guide);
    private static readonly ValidationOptions Examples = new() { ExtensionDomains = [""] };

    private static readonly JsonWriterOptions Readable = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Exit code 0 where every example is as expected.</summary>
    /// <param name="folders">The partners' folders.</param>
    /// <param name="write">True to keep what was made where nothing is expected yet.</param>
    public static int Run(IReadOnlyList<MapFolder> folders, bool write)
    {
        var (passed, failed) = (0, 0);
        foreach (var folder in folders)
        {
            if (folder.Profile.Value is null)
            {
                failed++;
                Console.WriteLine($"failed  {folder.Name}");
                foreach (var issue in folder.Profile.Issues) Console.WriteLine($"    {IssueLines.Of(issue)}");
                continue;
            }

            foreach (var input in folder.Inputs.Concat(folder.OutputInputs))
            {
                var output = MapFolder.OutputOf(input);
                var said = output is null ? Judge(folder, input, write) : MapOut.Judge(folder, input, write);
                if (said.Count == 0) passed++;
                else failed++;
                Console.WriteLine($"{(said.Count == 0 ? "passed " : "failed ")} {folder.Name}/{(output is null ? "" : $"out/{output}/")}{input.Name}");
                foreach (var line in said.Take(MostShown * 3)) Console.WriteLine(line);
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{passed} passed, {failed} failed"));
        return failed == 0 ? 0 : 1;
    }

    private static List<string> Judge(MapFolder folder, FileInfo input, bool write)
    {
        var profile = folder.Profile.Value!;
        if (profile.ContentTypeOf(input.Name) is not { } contentType) return [$"    no line of mapping.json reads a file named {input.Name}"];
        var mapped = profile.Transform(File.ReadAllBytes(input.FullName), contentType, input.Name);
        var refused = MapFolder.Expected(input, "expected-issues");
        if (refused is not null) return mapped.Succeeded ? ["    it should have been refused"] : Places(refused, mapped.Issues);
        if (mapped.Value is not { } result || !mapped.Succeeded) return [.. mapped.Issues.Select(issue => $"    {IssueLines.Of(issue)}")];
        List<string> said = [.. Invalid(result.Bundle)];
        if (MapFolder.Expected(input, "expected") is { } expected) said.AddRange(Different(expected, result.Bundle));
        else if (write && said.Count == 0) Keep(Path.Combine(input.DirectoryName!, ExpectedName(input)), result.Bundle);
        else said.Add($"    nothing is expected of it: {ExpectedName(input)} is not there");
        return said;
    }

    private static string ExpectedName(FileInfo input) => Path.ChangeExtension(input.Name.Replace("-input", "-expected", StringComparison.Ordinal), ".json");

    private static void Keep(string path, ReadOnlyMemory<byte> bundle)
    {
        using var document = JsonDocument.Parse(bundle);
        using var file = File.Create(path);
        using var json = new Utf8JsonWriter(file, Readable);
        document.WriteTo(json);
    }

    private static IEnumerable<string> Different(byte[] expected, ReadOnlyMemory<byte> actual)
    {
        try
        {
            return JsonDifferences.Of(expected, actual).SelectMany(difference => difference.Lines());
        }
        catch (JsonException problem)
        {
            return [$"    what is expected is no JSON: {problem.Message}"];
        }
    }

    private static IEnumerable<string> Invalid(ReadOnlyMemory<byte> resource)
    {
        var outcome = FhirDocument.Parse(resource, Schema.Guide);
        if (outcome.Value is not { } document) return outcome.Issues.Select(issue => $"    {IssueLines.Of(issue)}");
        using (document)
        {
            return [.. Validator.Validate(document.Root, Examples).Where(issue => issue.IsError).Select(issue => $"    {IssueLines.Of(issue)}")];
        }
    }

    /// <summary>Rule and place of each issue: sentences may be reworded without an example failing.</summary>
    internal static List<string> Places(byte[] expected, IReadOnlyList<Issue> issues)
    {
        List<string> wanted;
        try
        {
            using var document = JsonDocument.Parse(expected);
            wanted = [.. document.RootElement.EnumerateArray().Select(issue => $"{Text(issue, "rule")} {Text(issue, "expression")} {Text(issue, "line")}:{Text(issue, "column")}")];
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            return [$"    the expected issues cannot be read: {problem.Message}"];
        }

        var found = issues.Select(issue => $"{issue.Rule} {issue.Expression} {issue.Line}:{issue.Column}").ToList();
        return [.. wanted.Except(found, StringComparer.Ordinal).Select(line => $"      - {line}"), .. found.Except(wanted, StringComparer.Ordinal).Select(line => $"      + {line}")];
    }

    private static string Text(JsonElement issue, string name) => issue.TryGetProperty(name, out var value) ? value.ToString() : "";
}
