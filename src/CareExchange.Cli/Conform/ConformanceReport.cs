using System.Text.Encodings.Web;
using System.Text.Json;

namespace CareExchange.Cli.Conform;

/// <summary>The verdicts of a run as JSON.</summary>
internal static class ConformanceReport
{
    /// <summary>Writes an array of <c>{"case", "verdict": "passed"|"failed"|"skipped", "detail"}</c>, in the order of the run.</summary>
    public static void Write(IReadOnlyList<ConformanceResult> results, FileInfo file)
    {
        using var stream = file.Create();
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartArray();
        foreach (var result in results)
        {
            json.WriteStartObject();
            json.WriteString("case", result.Case);
            json.WriteString("verdict", result.Verdict switch { Verdict.Passed => "passed", Verdict.Failed => "failed", _ => "skipped" });
            if (result.Detail is not null) json.WriteString("detail", result.Detail);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
