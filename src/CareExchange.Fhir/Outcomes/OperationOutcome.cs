using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CareExchange.Fhir.Outcomes;

/// <summary>Issues as an R4 OperationOutcome (http://hl7.org/fhir/R4/operationoutcome.html).</summary>
public static class OperationOutcome
{
    private const string TranslationUrl = "http://hl7.org/fhir/StructureDefinition/translation";
    private const string LineUrl = "http://hl7.org/fhir/StructureDefinition/operationoutcome-issue-line";
    private const string ColumnUrl = "http://hl7.org/fhir/StructureDefinition/operationoutcome-issue-col";
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>UTF-8 JSON: <c>details.text</c> in English with a Korean translation, the rule as <c>details.coding</c>,
    /// expected and found in <c>diagnostics</c>, line and column as the standard extensions.</summary>
    /// <param name="issues">What to say; an empty list becomes one "all ok" remark, because R4 asks for at least one issue.</param>
    public static byte[] Write(IReadOnlyList<Issue> issues)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("resourceType", "OperationOutcome");
            json.WriteStartArray("issue");
            if (issues.Count == 0) WriteIssue(json, Issue.Information("informational", "ok", "All OK.", "이상이 없습니다."));
            foreach (var issue in issues) WriteIssue(json, issue);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteIssue(Utf8JsonWriter json, Issue issue)
    {
        json.WriteStartObject();
        if (issue.Line is not null || issue.Column is not null)
        {
            json.WriteStartArray("extension");
            if (issue.Line is { } line) WriteIntegerExtension(json, LineUrl, line);
            if (issue.Column is { } column) WriteIntegerExtension(json, ColumnUrl, column);
            json.WriteEndArray();
        }

        json.WriteString("severity", Severity(issue.Severity));
        json.WriteString("code", issue.Code);
        json.WriteStartObject("details");
        json.WriteStartArray("coding");
        json.WriteStartObject();
        json.WriteString("system", "urn:careexchange:rule");
        json.WriteString("code", issue.Rule);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteString("text", issue.English);
        WriteTranslation(json, issue.Korean);
        json.WriteEndObject();
        if (Diagnostics(issue) is { } diagnostics) json.WriteString("diagnostics", diagnostics);
        if (issue.Expression is { Length: > 0 } expression)
        {
            json.WriteStartArray("expression");
            json.WriteStringValue(expression);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteTranslation(Utf8JsonWriter json, string korean)
    {
        json.WriteStartObject("_text");
        json.WriteStartArray("extension");
        json.WriteStartObject();
        json.WriteString("url", TranslationUrl);
        json.WriteStartArray("extension");
        json.WriteStartObject();
        json.WriteString("url", "lang");
        json.WriteString("valueCode", "ko");
        json.WriteEndObject();
        json.WriteStartObject();
        json.WriteString("url", "content");
        json.WriteString("valueString", korean);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteIntegerExtension(Utf8JsonWriter json, string url, int value)
    {
        json.WriteStartObject();
        json.WriteString("url", url);
        json.WriteNumber("valueInteger", value);
        json.WriteEndObject();
    }

    private static string? Diagnostics(Issue issue) => (issue.Expected, issue.Found) switch
    {
        (null, null) => null,
        ({ } expected, null) => $"expected: {expected}",
        (null, { } found) => $"found: {found}",
        var (expected, found) => $"expected: {expected}; found: {found}",
    };

    private static string Severity(IssueSeverity severity) => severity switch
    {
        IssueSeverity.Fatal => "fatal",
        IssueSeverity.Error => "error",
        IssueSeverity.Warning => "warning",
        _ => "information",
    };
}
