using System.Text.Json;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Messages;

namespace CareExchange.Exchange.Intake;

/// <summary>Reads the report that was kept with a message, to answer it again.</summary>
internal static class MessageReportReader
{
    /// <summary>The report of then, marked as a repetition; of a message still in work an empty one.</summary>
    public static MessageReport Read(InboundMessage message)
    {
        var empty = new MessageReport(message.Id, message.State, IsDuplicate: true, null, new Dictionary<string, int>(), 0, 0, Issues(message.Issues));
        if (message.Result.IsEmpty) return empty;
        using var result = JsonDocument.Parse(message.Result);
        var parameters = result.RootElement.GetProperty("parameter").EnumerateArray().ToDictionary(parameter => parameter.GetProperty("name").GetString()!, StringComparer.Ordinal);
        return empty with
        {
            Map = parameters.TryGetValue("map", out var map) ? map.GetProperty("valueString").GetString() : null,
            Changed = Count(parameters, "changed"),
            Rows = Count(parameters, "rows"),
            RowsLeftOut = Count(parameters, "rows-left-out"),
            EntriesLeftOut = Count(parameters, "entries-left-out"),
            Coverage = parameters["coverage"].GetProperty("valueDecimal").GetDouble(),
            Resources = parameters["resources"].GetProperty("part").EnumerateArray()
                .ToDictionary(part => part.GetProperty("name").GetString()!, part => part.GetProperty("valueInteger").GetInt32(), StringComparer.Ordinal),
        };
    }

    private static int Count(Dictionary<string, JsonElement> parameters, string name) =>
        parameters.TryGetValue(name, out var parameter) ? parameter.GetProperty("valueInteger").GetInt32() : 0;

    // An outcome without issues says so in one, because R4 asks for at least one; read back it is none again.
    private static IReadOnlyList<Issue> Issues(ReadOnlyMemory<byte> outcome)
    {
        if (outcome.IsEmpty) return [];
        using var json = JsonDocument.Parse(outcome);
        return [.. json.RootElement.GetProperty("issue").EnumerateArray().Select(Issue).Where(issue => issue.Rule != "ok")];
    }

    private static Issue Issue(JsonElement json)
    {
        var severity = Enum.Parse<IssueSeverity>(json.GetProperty("severity").GetString()!, ignoreCase: true);
        var details = json.GetProperty("details");
        var korean = details.GetProperty("_text").GetProperty("extension")[0].GetProperty("extension")[1].GetProperty("valueString").GetString()!;
        var said = Diagnostics(json.TryGetProperty("diagnostics", out var diagnostics) ? diagnostics.GetString() : null);
        return new(severity, json.GetProperty("code").GetString()!, details.GetProperty("coding")[0].GetProperty("code").GetString()!, details.GetProperty("text").GetString()!, korean)
        {
            Expression = json.TryGetProperty("expression", out var expression) ? expression[0].GetString() : null,
            Line = Position(json, "http://hl7.org/fhir/StructureDefinition/operationoutcome-issue-line"),
            Column = Position(json, "http://hl7.org/fhir/StructureDefinition/operationoutcome-issue-col"),
            Expected = said.Expected,
            Found = said.Found,
        };
    }

    private static int? Position(JsonElement issue, string url)
    {
        if (!issue.TryGetProperty("extension", out var extensions)) return null;
        foreach (var extension in extensions.EnumerateArray())
        {
            if (extension.GetProperty("url").ValueEquals(url)) return extension.GetProperty("valueInteger").GetInt32();
        }

        return null;
    }

    // The reverse of OperationOutcome.Write, so that the same answer is the same to the letter.
    private static (string? Expected, string? Found) Diagnostics(string? text)
    {
        const string expected = "expected: ", found = "found: ", both = "; found: ";
        if (text is null) return (null, null);
        if (!text.StartsWith(expected, StringComparison.Ordinal)) return (null, text[found.Length..]);
        var split = text.LastIndexOf(both, StringComparison.Ordinal);
        return split < 0 ? (text[expected.Length..], null) : (text[expected.Length..split], text[(split + both.Length)..]);
    }
}
