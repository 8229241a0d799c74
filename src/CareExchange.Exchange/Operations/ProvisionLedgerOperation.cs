using System.Buffers;
using System.Globalization;
using System.Text.Json;
using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Exchange.Reading;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Operations;

/// <summary><c>$provision-ledger</c>, of ours: the eight items of the ledger of provisions to third parties for a period. A partner's system gets what its own organisation
/// received, the person what was given of them, the privacy officer all of it.</summary>
/// <remarks>Parameters: one <c>line</c> each, whose parts are named like the items.</remarks>
public sealed class ProvisionLedgerOperation(ProvisionLedgerReader reader) : IOperation
{
    /// <inheritdoc/>
    public string Definition => Own!.Url;

    /// <inheritdoc/>
    public OperationNeed Need => OperationNeed.Nothing;

    /// <inheritdoc/>
    public bool IsRecordedItself => true;

    /// <inheritdoc/>
    public OperationDefinition? Own { get; } = new(
        "urn:careexchange:operation:provision-ledger", "provision-ledger", [], AffectsState: false, IsSystem: true, IsType: false, IsInstance: false,
        [
            new("from", IsOut: false, 1, 1, "date"), new("until", IsOut: false, 1, 1, "date"), new("patient", IsOut: false, 0, 1, "id"), new("recipient", IsOut: false, 0, 1, "id"),
            new("line", IsOut: true, 0, -1, null),
        ]);

    /// <inheritdoc/>
    public async Task<Outcome<OperationAnswer>> InvokeAsync(OperationCall call, CancellationToken cancellationToken)
    {
        if (Day(call.Input.Text("from")) is not { } from || Day(call.Input.Text("until")) is not { } until) return ReadingIssues.LedgerPeriod;
        var read = await reader.ReadAsync(new(from, until) { Person = call.Input.Text("patient"), Recipient = call.Input.Text("recipient") }, call.Requester, call.Trace, cancellationToken);
        if (read.Value is not { } lines || !read.Succeeded) return Outcome.Failure<OperationAnswer>(read.Issues);
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("resourceType", "Parameters");
            if (lines.Count > 0)
            {
                json.WriteStartArray("parameter");
                foreach (var line in lines) Write(json, line);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return new OperationAnswer(buffer.WrittenMemory);
    }

    private static void Write(Utf8JsonWriter json, LedgerRow line)
    {
        json.WriteStartObject();
        json.WriteString("name", "line");
        json.WriteStartArray("part");
        Text(json, "file", line.File);
        Text(json, "recipient", line.Recipient);
        Text(json, "recipient-id", line.RecipientId);
        Text(json, "purpose", line.Purpose);
        Text(json, "basis", line.Basis);
        Text(json, "items", line.Items);
        json.WriteStartObject();
        json.WriteString("name", "date");
        json.WriteString("valueDate", line.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteEndObject();
        Text(json, "form", line.Form);
        Text(json, "restrictions", line.Restrictions);
        Number(json, "persons", line.Persons);
        Number(json, "times", line.Times);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, string name, Phrase text) => Text(json, name, text.Korean);

    private static void Text(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("valueString", text.Length > 0 ? text : "-");
        json.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter json, string name, int number)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteNumber("valueInteger", number);
        json.WriteEndObject();
    }

    private static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
