using System.Buffers;
using System.Text.Json;
using CareExchange.Fhir.Definitions;
using CareExchange.Terminology.ValueSets;

namespace CareExchange.Terminology.Operations;

/// <summary>Writes an expansion as the ValueSet resource that R4 <c>$expand</c> answers, UTF-8 JSON.</summary>
public static class ExpansionWriter
{
    /// <summary>The bytes of the ValueSet.</summary>
    /// <param name="expansion">The expansion.</param>
    /// <param name="request">What was asked: its parameters are told again in the answer.</param>
    /// <param name="timestamp">When it was made, which R4 asks for; given by the caller, who has a clock.</param>
    public static byte[] Write(ValueSetExpansion expansion, ExpansionRequest request, DateTimeOffset timestamp)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, TerminologyJson.Options))
        {
            json.WriteStartObject();
            json.WriteString("resourceType", "ValueSet");
            json.WriteString("url", expansion.Definition.Url);
            if (expansion.Definition.Version is { } version) json.WriteString("version", version);
            if (expansion.Definition.Name is { } name) json.WriteString("name", name);
            json.WriteString("status", expansion.Definition.Status ?? "unknown");
            json.WriteStartObject("expansion");
            json.WriteString("timestamp", timestamp.ToString("yyyy-MM-dd'T'HH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture));
            json.WriteNumber("total", expansion.Total);
            if (request.Count is not null || expansion.Offset > 0) json.WriteNumber("offset", expansion.Offset);
            Parameters(json, expansion, request);
            Contains(json, expansion.Contains);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Parameters(Utf8JsonWriter json, ValueSetExpansion expansion, ExpansionRequest request)
    {
        var parameters = new List<(string Name, string Type, object Value)>();
        if (request.Filter is { } filter) parameters.Add(("filter", "valueString", filter));
        if (request.Count is { } count) parameters.Add(("count", "valueInteger", count));
        if (request.Offset > 0) parameters.Add(("offset", "valueInteger", request.Offset));
        if (request.IsActiveOnly) parameters.Add(("activeOnly", "valueBoolean", true));
        if (request.IncludesDesignations) parameters.Add(("includeDesignations", "valueBoolean", true));
        if (request.ExcludesNested) parameters.Add(("excludeNested", "valueBoolean", true));
        if (request.DisplayLanguage is { } language) parameters.Add(("displayLanguage", "valueCode", language));
        parameters.AddRange(expansion.UsedSystems.Select(system => ("version", "valueUri", (object)system)));
        if (parameters.Count == 0) return;
        json.WriteStartArray("parameter");
        foreach (var (name, type, value) in parameters)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            switch (value)
            {
                case string text: json.WriteString(type, text); break;
                case int number: json.WriteNumber(type, number); break;
                default: json.WriteBoolean(type, true); break;
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Contains(Utf8JsonWriter json, IReadOnlyList<ExpandedCode> codes)
    {
        if (codes.Count == 0) return;
        json.WriteStartArray("contains");
        foreach (var code in codes)
        {
            json.WriteStartObject();
            json.WriteString("system", code.System);
            if (code.IsAbstract) json.WriteBoolean("abstract", true);
            if (code.IsInactive) json.WriteBoolean("inactive", true);
            json.WriteString("code", code.Code);
            if (code.Display is { } display) json.WriteString("display", display);
            Designations(json, code.Designations);
            Contains(json, code.Contains);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Designations(Utf8JsonWriter json, IReadOnlyList<ConceptDesignation> designations)
    {
        if (designations.Count == 0) return;
        json.WriteStartArray("designation");
        foreach (var designation in designations)
        {
            json.WriteStartObject();
            if (designation.Language is { } language) json.WriteString("language", language);
            if (designation.Use is { } use)
            {
                json.WriteStartObject("use");
                json.WriteString("code", use);
                json.WriteEndObject();
            }

            json.WriteString("value", designation.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
