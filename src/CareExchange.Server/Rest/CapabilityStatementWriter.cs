using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using CareExchange.Fhir.Definitions;

namespace CareExchange.Server.Rest;

/// <summary>The CapabilityStatement of this very server (R4 capabilitystatement.html).</summary>
internal static class CapabilityStatementWriter
{
    private static readonly HashSet<string> Searched = new(StringComparer.Ordinal) { "token", "reference", "string", "date", "number", "quantity", "uri" };

    public static ReadOnlyMemory<byte> Write(string address, IReadOnlyList<Interaction> interactions, IReadOnlyList<Operation> operations, Schema schema, DateTimeOffset now)
    {
        var buffer = new ArrayBufferWriter<byte>(64 * 1024);
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("resourceType", "CapabilityStatement");
        json.WriteString("status", "active");
        json.WriteString("date", now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteString("kind", "instance");
        json.WriteStartObject("software");
        json.WriteString("name", "CareExchange");
        json.WriteEndObject();
        json.WriteStartObject("implementation");
        json.WriteString("description", "CareExchange FHIR R4 gateway");
        json.WriteString("url", address);
        json.WriteEndObject();
        json.WriteString("fhirVersion", "4.0.1");
        json.WriteStartArray("format");
        json.WriteStringValue("application/fhir+json");
        json.WriteStringValue("application/fhir+xml");
        json.WriteEndArray();
        json.WriteStartArray("rest");
        json.WriteStartObject();
        json.WriteString("mode", "server");
        Security(json);
        json.WriteStartArray("resource");
        foreach (var type in schema.Types.Where(IsServed).OrderBy(type => type.TypeName, StringComparer.Ordinal)) Resource(json, type, interactions, schema);
        json.WriteEndArray();
        Interactions(json, interactions.Where(interaction => interaction.IsSystem));
        Operations(json, operations);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static bool IsServed(TypeDefinition type) => type is { Kind: TypeKind.Resource, IsAbstract: false, IsConstraint: false };

    private static void Security(Utf8JsonWriter json)
    {
        json.WriteStartObject("security");
        json.WriteStartArray("service");
        json.WriteStartObject();
        json.WriteStartArray("coding");
        json.WriteStartObject();
        json.WriteString("system", "http://terminology.hl7.org/CodeSystem/restful-security-service");
        json.WriteString("code", "SMART-on-FHIR");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Resource(Utf8JsonWriter json, TypeDefinition type, IReadOnlyList<Interaction> interactions, Schema schema)
    {
        json.WriteStartObject();
        json.WriteString("type", type.TypeName);
        json.WriteString("profile", type.Url);
        Interactions(json, interactions.Where(interaction => !interaction.IsSystem));
        json.WriteString("versioning", "versioned-update");
        json.WriteBoolean("readHistory", true);
        json.WriteBoolean("updateCreate", true);
        json.WriteBoolean("conditionalCreate", true);
        json.WriteString("conditionalRead", "not-match");
        json.WriteBoolean("conditionalUpdate", true);
        json.WriteString("conditionalDelete", "single");
        json.WriteStartArray("searchParam");
        foreach (var parameter in schema.SearchParameters
            .Where(parameter => Searched.Contains(parameter.Type) && parameter.Base.Any(type.IsA) && parameter.Expression is not null)
            .DistinctBy(parameter => parameter.Code, StringComparer.Ordinal).OrderBy(parameter => parameter.Code, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("name", parameter.Code);
            json.WriteString("definition", parameter.Url);
            json.WriteString("type", parameter.Type);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Operations(Utf8JsonWriter json, IReadOnlyList<Operation> operations)
    {
        json.WriteStartArray("operation");
        foreach (var operation in operations)
        {
            json.WriteStartObject();
            json.WriteString("name", operation.Name);
            json.WriteString("definition", operation.Definition);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Interactions(Utf8JsonWriter json, IEnumerable<Interaction> interactions)
    {
        json.WriteStartArray("interaction");
        foreach (var interaction in interactions)
        {
            json.WriteStartObject();
            json.WriteString("code", interaction.Code);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
