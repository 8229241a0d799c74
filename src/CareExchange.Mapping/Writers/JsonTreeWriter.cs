using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;

namespace CareExchange.Mapping.Writers;

/// <summary>JSON in the partner's own names: properties in the order of the tree, numbers with their digits.</summary>
/// <remarks>What stands once is written as a value and what repeats as an array, unless the manifest calls it a list.</remarks>
internal sealed class JsonTreeWriter(WriterSettings settings) : IMessageWriter
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 512 };

    public byte[] Write(Element root, WriterIssues issues)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Options)) Object(root, "", json);
        return buffer.WrittenSpan.ToArray();
    }

    private void Object(Element element, string path, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        var open = "";
        foreach (var child in element.Children())
        {
            var place = path.Length == 0 ? child.JsonName : $"{path}.{child.JsonName}";
            if (open.Length > 0 && open != child.JsonName)
            {
                json.WriteEndArray();
                open = "";
            }

            if (open.Length == 0)
            {
                json.WritePropertyName(child.JsonName);
                if (child.IsItem || settings.Lists.Contains(place))
                {
                    json.WriteStartArray();
                    open = child.JsonName;
                }
            }

            if (child.Kind == JsonKind.Object) Object(child, place, json);
            else if (child.HasValue) json.WriteRawValue(child.Raw, skipInputValidation: true);
            else json.WriteNullValue();
        }

        if (open.Length > 0) json.WriteEndArray();
        json.WriteEndObject();
    }
}
