using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Sources;
using CareExchange.Mapping.Writers;

namespace CareExchange.Mapping.Tests.Writers;

/// <summary>Trees there and back, for the tests of writers.</summary>
internal static class Trees
{
    /// <summary>Letters that formats have trouble with: delimiters, quotes, escapes, markup, Hangul beyond EUC-KR, combined and supplementary characters.</summary>
    public const string Letters = "ab 1|^~\\&\"'<>,;=+-@#.\n\t가똠펲힣A_x0041_é\u00A0漢";

    /// <summary>The bytes that a writer makes of a tree; fails on any issue.</summary>
    public static byte[] Write(IMessageWriter writer, string json)
    {
        var (bytes, issues) = TryWrite(writer, json);
        Assert.True(issues.Count == 0, string.Join('\n', issues.Select(issue => $"{issue.Rule} {issue.Expression} expected {issue.Expected} found {issue.Found}: {json}")));
        return bytes;
    }

    public static (byte[] Bytes, IReadOnlyList<Issue> Issues) TryWrite(IMessageWriter writer, string json)
    {
        using var document = FhirDocument.Parse(Encoding.UTF8.GetBytes(json), Schema.R4, SourceMessage.Untyped).Value!;
        var issues = new WriterIssues();
        return (writer.Write(document.Root, issues), [.. issues.All.Select(one => one.Issue)]);
    }

    /// <summary>The tree's JSON, properties in the order of their names: their order is the format's matter.</summary>
    public static string Sorted(string json) => Sorted(JsonNode.Parse(json, documentOptions: new() { MaxDepth = 256 })!).ToJsonString(new() { WriteIndented = true, MaxDepth = 256, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static string Sorted(Outcome<SourceMessage> read)
    {
        Assert.True(read.Succeeded, string.Join('\n', read.Issues.Select(issue => $"{issue.Rule} {issue.Expression} {issue.English}")));
        return Sorted(Encoding.UTF8.GetString(read.Value!.Document.Utf8.Span));
    }

    /// <summary>A text of one to twelve of the letters, without blanks around it.</summary>
    public static string Text(Random random, string letters = Letters)
    {
        while (true)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 13)).Select(_ => letters[random.Next(letters.Length)])).Trim();
            if (text.Length > 0) return text;
        }
    }

    public static string Quoted(string text) => JsonSerializer.Serialize(text);

    private static JsonNode Sorted(JsonNode node) => node switch
    {
        JsonObject many => new JsonObject(many.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)Sorted(pair.Value!)))),
        JsonArray items => new JsonArray([.. items.Select(item => Sorted(item!))]),
        _ => node.DeepClone(),
    };
}
