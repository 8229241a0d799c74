using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Mapping.Sources;

/// <summary>JSON messages: the tree stands on the partner's own bytes, so positions are theirs.</summary>
/// <param name="schema">Where properties are looked up.</param>
/// <param name="rootType">The FHIR type that the map reads; null for a partner's own structure.</param>
internal sealed class JsonSource(Schema schema, string? rootType) : IMessageSource
{
    public Outcome<SourceMessage> Read(ReadOnlyMemory<byte> message)
    {
        var outcome = FhirDocument.Parse(message, schema, rootType ?? SourceMessage.Untyped);
        if (outcome.Value is not { } document) return Outcome.Failure<SourceMessage>(outcome.Issues);
        if (document.Root.Kind == JsonKind.Object) return new SourceMessage(document, rootType ?? SourceMessage.Untyped, null);
        return Issue.Error("structure", "json-object", "The message is no JSON object.", "메시지가 JSON 객체가 아닙니다.") with
        {
            Line = document.Root.Position.Line,
            Column = document.Root.Position.Column,
            Expected = "{",
        };
    }
}
