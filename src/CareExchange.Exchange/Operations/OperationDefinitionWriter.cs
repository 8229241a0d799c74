using System.Buffers;
using System.Globalization;
using System.Text.Json;
using CareExchange.Fhir.Definitions;

namespace CareExchange.Exchange.Operations;

/// <summary>An operation as the OperationDefinition that the CapabilityStatement points at: what is really read, parameters of ours included.</summary>
public static class OperationDefinitionWriter
{
    /// <summary>The id under which the definition can be read: the last step of its canonical.</summary>
    public static string IdOf(OperationEntry entry) => IdOf(entry.Definition.Url);

    internal static string IdOf(string url) => url[(url.AsSpan().LastIndexOfAny('/', ':') + 1)..];

    /// <summary>The definition, UTF-8 JSON.</summary>
    public static byte[] Write(OperationEntry entry) => Write(entry.Definition, entry.Levels, entry.AffectsState);

    /// <summary>The definition of an operation that has a door of its own, UTF-8 JSON.</summary>
    public static byte[] Write(OperationDefinition definition, OperationLevels levels, bool affectsState)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, OperationJson.Options))
        {
            json.WriteStartObject();
            json.WriteString("resourceType", "OperationDefinition");
            json.WriteString("id", IdOf(definition.Url));
            json.WriteString("url", definition.Url);
            json.WriteString("name", Name(definition));
            json.WriteString("status", "active");
            json.WriteString("kind", "operation");
            json.WriteBoolean("affectsState", affectsState);
            json.WriteString("code", definition.Code);
            if (definition.Resources.Count > 0)
            {
                json.WriteStartArray("resource");
                foreach (var type in definition.Resources) json.WriteStringValue(type);
                json.WriteEndArray();
            }

            json.WriteBoolean("system", levels.HasFlag(OperationLevels.System));
            json.WriteBoolean("type", levels.HasFlag(OperationLevels.Type));
            json.WriteBoolean("instance", levels.HasFlag(OperationLevels.Instance));
            if (definition.Parameters.Count > 0)
            {
                json.WriteStartArray("parameter");
                foreach (var parameter in definition.Parameters) Parameter(json, parameter, OperationParts.Of(definition.Url, parameter));
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Parameter(Utf8JsonWriter json, OperationParameter parameter, IReadOnlyList<OperationParameter> parts)
    {
        json.WriteStartObject();
        json.WriteString("name", parameter.Name);
        json.WriteString("use", parameter.IsOut ? "out" : "in");
        json.WriteNumber("min", parameter.Min);
        json.WriteString("max", parameter.Max < 0 ? "*" : parameter.Max.ToString(CultureInfo.InvariantCulture));
        if (parameter.Type is { } type) json.WriteString("type", type);
        if (parts.Count > 0)
        {
            json.WriteStartArray("part");
            foreach (var part in parts) Parameter(json, part, []);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    // A name that a machine can use: letters only, each word capitalised.
    private static string Name(OperationDefinition definition) => string.Concat(
        IdOf(definition.Url).Split('-').Where(word => word.Length > 0).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
