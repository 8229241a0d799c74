using System.Buffers;
using System.Text.Json;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Messages;

namespace CareExchange.Exchange.Intake;

/// <summary>A report as an R4 Parameters resource: what is answered, and what is kept to be answered again.</summary>
public static class MessageReportJson
{
    /// <summary>The report, UTF-8 JSON; the issues stand in it as an OperationOutcome.</summary>
    public static byte[] Write(MessageReport report)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("resourceType", "Parameters");
            json.WriteStartArray("parameter");
            Parameter(json, "message", "valueId", report.MessageId);
            Parameter(json, "state", "valueCode", StateCode(report.State));
            Flag(json, "duplicate", report.IsDuplicate);
            if (report.Map is { } map) Parameter(json, "map", "valueString", map);
            Count(json, "changed", report.Changed);
            Number(json, "coverage", report.Coverage);
            if (report.Rows > 0)
            {
                Count(json, "rows", report.Rows);
                Count(json, "rows-left-out", report.RowsLeftOut);
            }

            if (report.EntriesLeftOut > 0) Count(json, "entries-left-out", report.EntriesLeftOut);
            json.WriteStartObject();
            json.WriteString("name", "resources");
            json.WriteStartArray("part");
            foreach (var (type, count) in report.Resources.OrderBy(pair => pair.Key, StringComparer.Ordinal)) Count(json, type, count);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteStartObject();
            json.WriteString("name", "outcome");
            json.WritePropertyName("resource");
            json.WriteRawValue(OperationOutcome.Write(report.Issues), skipInputValidation: true);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The state as a code.</summary>
    public static string StateCode(MessageState state) => state switch
    {
        MessageState.Received => "received",
        MessageState.Processed => "processed",
        MessageState.Rejected => "rejected",
        _ => "parked",
    };

    private static void Parameter(Utf8JsonWriter json, string name, string kind, string value)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString(kind, value);
        json.WriteEndObject();
    }

    private static void Flag(Utf8JsonWriter json, string name, bool value)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteBoolean("valueBoolean", value);
        json.WriteEndObject();
    }

    private static void Count(Utf8JsonWriter json, string name, int value)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteNumber("valueInteger", value);
        json.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter json, string name, double value)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteNumber("valueDecimal", Math.Round((decimal)value, 4));
        json.WriteEndObject();
    }
}
