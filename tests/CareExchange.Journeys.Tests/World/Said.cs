using System.Text.Json;

namespace CareExchange.Journeys.Tests.World;

/// <summary>One issue of an OperationOutcome as a caller reads it.</summary>
public sealed record Said(string Severity, string Code, string Rule, string English, string Korean, string Diagnostics, string? Expression, int? Line, int? Column)
{
    private const string Line4 = "http://hl7.org/fhir/StructureDefinition/operationoutcome-issue-line";
    private const string Column4 = "http://hl7.org/fhir/StructureDefinition/operationoutcome-issue-col";

    /// <summary>Reads one issue.</summary>
    public static Said Of(JsonElement issue)
    {
        var details = issue.GetProperty("details");
        var translation = details.GetProperty("_text").GetProperty("extension")[0].GetProperty("extension");
        return new(
            issue.GetProperty("severity").GetString()!,
            issue.GetProperty("code").GetString()!,
            details.GetProperty("coding")[0].GetProperty("code").GetString()!,
            details.GetProperty("text").GetString()!,
            translation.EnumerateArray().Single(part => part.GetProperty("url").GetString() == "content").GetProperty("valueString").GetString()!,
            issue.TryGetProperty("diagnostics", out var diagnostics) ? diagnostics.GetString()! : "",
            issue.TryGetProperty("expression", out var expression) ? expression[0].GetString() : null,
            Position(issue, Line4),
            Position(issue, Column4));
    }

    private static int? Position(JsonElement issue, string url) => !issue.TryGetProperty("extension", out var extensions) ? null : extensions
        .EnumerateArray().Where(extension => extension.GetProperty("url").GetString() == url)
        .Select(extension => (int?)extension.GetProperty("valueInteger").GetInt32()).FirstOrDefault();
}
