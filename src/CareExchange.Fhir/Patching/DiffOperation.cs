using System.Text.Json;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;

namespace CareExchange.Fhir.Patching;

/// <summary>One operation of a FHIRPath Patch that is being written.</summary>
internal sealed record DiffOperation(string Type, string Path, string? Name, int? Index, Element Value)
{
    public static DiffOperation Add(string path, string name, Element value) => new("add", path, name, null, value);

    public static DiffOperation Insert(string path, int index, Element value) => new("insert", path, null, index, value);

    public static DiffOperation Replace(string path, Element value) => new("replace", path, null, null, value);

    public static DiffOperation Delete(string path) => new("delete", path, null, null, default);

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("name", "operation");
        json.WriteStartArray("part");
        Part(json, "type", "valueCode", Type);
        Part(json, "path", "valueString", Path);
        if (Name is not null) Part(json, "name", "valueString", Name);
        if (Value.Exists) WriteValue(json, "value", Value);
        if (Index is { } index)
        {
            json.WriteStartObject();
            json.WriteString("name", "index");
            json.WriteNumber("valueInteger", index);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Part(Utf8JsonWriter json, string name, string type, string value)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString(type, value);
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, string name, Element value)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        if (value.Node is { IsResource: true })
        {
            json.WritePropertyName("resource");
            json.WriteRawValue(value.Raw, skipInputValidation: true);
        }
        else if (Carried(value) is { } type)
        {
            var typed = $"value{char.ToUpperInvariant(type[0])}{type.AsSpan(1)}";
            Raw(json, typed, value.Raw);
            Raw(json, $"_{typed}", value.TwinRaw);
        }
        else
        {
            // What Parameters cannot carry comes in parts with the names of its elements.
            json.WriteStartArray("part");
            foreach (var child in value.Children()) WriteValue(json, child.Name, child);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Raw(Utf8JsonWriter json, string name, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty) return;
        json.WritePropertyName(name);
        json.WriteRawValue(value, skipInputValidation: true);
    }

    // Parameters.parameter.value[x] lists what it carries; xhtml is not among that and goes as a string.
    private static string? Carried(Element value)
    {
        if (value.TypeName == "xhtml") return "string";
        var types = value.Document.Schema.FindType("Parameters")?.Snapshot.FirstOrDefault(element => element.Path == "Parameters.parameter.value[x]")?.Types;
        return types?.Any(type => type.Code == value.TypeName) == true ? value.TypeName : null;
    }
}
