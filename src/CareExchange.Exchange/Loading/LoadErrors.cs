using CareExchange.Fhir.Json;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Loading;

/// <summary>What was refused, as a line of NDJSON: an OperationOutcome that says which source and line.</summary>
internal static class LoadErrors
{
    /// <summary>Appends one line.</summary>
    public static void Write(MemoryStream lines, LoadText text, IReadOnlyList<Issue> issues)
    {
        var outcome = OperationOutcome.Write([.. issues.Select(issue => Located(text, issue))]);

        // Behind resourceType, which is always written first.
        var at = outcome.AsSpan().IndexOf((byte)',');
        lines.Write(outcome.AsSpan(0, at));
        lines.Write(",\"extension\":[{\"url\":\"urn:careexchange:load-source\",\"valueString\":"u8);
        lines.Write(JsonText.Quote(text.Source.Name));
        lines.Write("}]"u8);
        lines.Write(outcome.AsSpan(at));
        lines.WriteByte((byte)'\n');
    }

    // A line of NDJSON is a text of its own for whoever reads it: its line is the source's.
    private static Issue Located(LoadText text, Issue issue) => text.Source.Format == LoadFormat.Lines ? issue with { Line = (int)text.Line } : issue;
}
