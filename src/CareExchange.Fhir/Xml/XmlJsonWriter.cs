using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;

namespace CareExchange.Fhir.Xml;

/// <summary>Parts of an XML resource → JSON, and a map from each value back to its place in the XML.</summary>
/// <remarks>Properties come in the order of their first element. What stands at a wrong place in the XML is still gathered into its list.</remarks>
internal sealed class XmlJsonWriter
{
    private readonly JsonBuffer _json = new();
    private readonly SourceMap _map = new();

    public static (byte[] Json, SourceMap Map) Write(XmlPart root)
    {
        var writer = new XmlJsonWriter();
        if (root is { ResourceType: null, Value: { } value }) writer.WriteScalar(root.Position, JsonKind.String, value);
        else writer.WriteObject(root);
        return (writer._json.ToArray(), writer._map);
    }

    private void WriteObject(XmlPart part)
    {
        _map.Add(_json.Count, part.Position);
        _json.Raw("{");
        var first = true;
        if (part.ResourceType is { } type)
        {
            first = false;
            _json.Raw("\"resourceType\":");
            _json.Quoted(type);
        }

        foreach (var group in part.Children.GroupBy(child => child.Variant!)) WriteGroup([.. group], group.Key, ref first);
        _json.Raw("}");
    }

    private void WriteGroup(XmlPart[] items, ShapeVariant variant, ref bool first)
    {
        var isPrimitive = variant.Shape.IsPrimitive;
        var isList = variant.IsList || items.Length > 1;
        if (!isPrimitive || items.Any(item => item.Value is not null))
        {
            Begin(variant.Label, items[0], isList, ref first);
            for (var i = 0; i < items.Length; i++)
            {
                if (i > 0) _json.Raw(",");
                if (!isPrimitive) WriteObject(items[i]);
                else if (items[i].Value is { } value) WriteScalar(items[i].Position, variant.Shape.Json, value, XmlValue.IsOf(variant.Shape, value));
                else _json.Raw("null");
            }

            if (isList) _json.Raw("]");
        }

        if (isPrimitive && items.Any(item => item.Children.Count > 0))
        {
            Begin(variant.Twin, items[0], isList, ref first);
            for (var i = 0; i < items.Length; i++)
            {
                if (i > 0) _json.Raw(",");
                if (items[i].Children.Count > 0) WriteObject(items[i]);
                else _json.Raw("null");
            }

            if (isList) _json.Raw("]");
        }
    }

    private void Begin(ReadOnlySpan<byte> label, XmlPart part, bool isList, ref bool first)
    {
        if (!first) _json.Raw(",");
        first = false;
        _json.Raw(label);
        if (!isList) return;
        _map.Add(_json.Count, part.Position);
        _json.Raw("[");
    }

    // A text that is no value of its type is written as a string: the validator says what is wrong with it.
    private void WriteScalar(TextPosition position, JsonKind kind, string value, bool isOfType = true)
    {
        _map.Add(_json.Count, position);
        if (kind == JsonKind.String || !isOfType) _json.Quoted(value);
        else _json.Raw(value);
    }
}
