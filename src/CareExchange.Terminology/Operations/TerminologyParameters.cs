using System.Buffers;
using System.Text.Json;
using CareExchange.Terminology.CodeSystems;
using CareExchange.Terminology.ConceptMaps;
using CareExchange.Terminology.ValueSets;

namespace CareExchange.Terminology.Operations;

/// <summary>Writes answers as the Parameters resources of R4's terminology operations, UTF-8 JSON.</summary>
public static class TerminologyParameters
{
    /// <summary>The answer of <c>$validate-code</c>: result, message, display. <em>Not evaluated</em> is false with a message that says so.</summary>
    public static byte[] ValidateCode(CodeVerdict verdict, bool isKorean = false) => Write(json =>
    {
        Parameter(json, "result", "valueBoolean", verdict.IsMember == true);
        if (verdict.Issues.Count > 0) Parameter(json, "message", "valueString", string.Join(' ', verdict.Issues.Select(issue => isKorean ? issue.Korean : issue.English)));
        Optional(json, "display", "valueString", verdict.Display);
        Optional(json, "code", "valueCode", verdict.Code);
        Optional(json, "system", "valueUri", verdict.System);
        Optional(json, "version", "valueString", verdict.Version);
    });

    /// <summary>The answer of <c>$lookup</c>: name, version, display, designations and properties.</summary>
    public static byte[] Lookup(ConceptDetails concept) => Write(json =>
    {
        Parameter(json, "name", "valueString", concept.System.Name ?? concept.System.Url);
        Optional(json, "version", "valueString", concept.System.Version);
        Parameter(json, "display", "valueString", concept.Display ?? concept.Code);
        if (concept.IsAbstract) Parameter(json, "abstract", "valueBoolean", true);
        foreach (var designation in concept.Designations) Parts(json, "designation", () =>
        {
            Optional(json, "language", "valueCode", designation.Language);
            if (designation.Use is { } use) Coding(json, "use", null, use, null);
            Parameter(json, "value", "valueString", designation.Value);
        });
        Parts(json, "property", () =>
        {
            Parameter(json, "code", "valueCode", "inactive");
            Parameter(json, "value", "valueBoolean", concept.IsInactive);
        });
        foreach (var property in concept.Properties) Parts(json, "property", () => Property(json, property));
    });

    /// <summary>The answer of <c>$translate</c>: result and matches.</summary>
    public static byte[] Translate(Translation translation) => Write(json =>
    {
        Parameter(json, "result", "valueBoolean", translation.Succeeded);
        foreach (var match in translation.Matches) Parts(json, "match", () =>
        {
            Parameter(json, "equivalence", "valueCode", match.Equivalence);
            if (match.Code is not null) Coding(json, "concept", match.System, match.Code, match.Display);
            foreach (var product in match.Products) Parts(json, "product", () =>
            {
                Parameter(json, "element", "valueUri", product.Property);
                Coding(json, "concept", product.System, product.Value, product.Display);
            });
            Parameter(json, "source", "valueUri", match.Map);
        });
    });

    /// <summary>The answer of <c>$subsumes</c>.</summary>
    /// <param name="outcome">A code of http://hl7.org/fhir/concept-subsumption-outcome.</param>
    public static byte[] Subsumes(string outcome) => Write(json => Parameter(json, "outcome", "valueCode", outcome));

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, TerminologyJson.Options))
        {
            json.WriteStartObject();
            json.WriteString("resourceType", "Parameters");
            json.WriteStartArray("parameter");
            write(json);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Property(Utf8JsonWriter json, ConceptProperty property)
    {
        Parameter(json, "code", "valueCode", property.Code);
        switch (property.Type)
        {
            case "boolean": Parameter(json, "value", "valueBoolean", property.Value == "true"); break;
            case "integer" or "decimal":
                json.WriteStartObject();
                json.WriteString("name", "value");
                json.WritePropertyName(property.Type == "integer" ? "valueInteger" : "valueDecimal");
                json.WriteRawValue(property.Value);
                json.WriteEndObject();
                break;
            case "dateTime": Parameter(json, "value", "valueDateTime", property.Value); break;
            case "Coding": Coding(json, "value", null, property.Value, null); break;
            case "code": Parameter(json, "value", "valueCode", property.Value); break;
            default: Parameter(json, "value", "valueString", property.Value); break;
        }

        Optional(json, "description", "valueString", property.Description);
    }

    private static void Parts(Utf8JsonWriter json, string name, Action write)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteStartArray("part");
        write();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Parameter(Utf8JsonWriter json, string name, string type, string value)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString(type, value);
        json.WriteEndObject();
    }

    private static void Parameter(Utf8JsonWriter json, string name, string type, bool value)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteBoolean(type, value);
        json.WriteEndObject();
    }

    private static void Optional(Utf8JsonWriter json, string name, string type, string? value)
    {
        if (!string.IsNullOrEmpty(value)) Parameter(json, name, type, value);
    }

    private static void Coding(Utf8JsonWriter json, string name, string? system, string code, string? display)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteStartObject("valueCoding");
        if (system is not null) json.WriteString("system", system);
        json.WriteString("code", code);
        if (display is not null) json.WriteString("display", display);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
