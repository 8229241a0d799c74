using System.Text;
using System.Xml;
using CareExchange.Fhir.Elements;

namespace CareExchange.Fhir.Xml;

/// <summary>Element → XML text. JSON's nesting is bounded, so recursion is safe.</summary>
internal sealed class XmlElementWriter
{
    private readonly StringBuilder _text = new("""<?xml version="1.0" encoding="UTF-8"?>""");
    private readonly bool _isIndented;
    private int _level;

    private XmlElementWriter(bool isIndented) => _isIndented = isIndented;

    public static byte[] Write(Element element, bool isIndented)
    {
        var writer = new XmlElementWriter(isIndented);
        var name = element.Node is null ? element["resourceType"].Text ?? "Element" : element.TypeName;
        writer._text.Append('\n');
        writer.WriteElement(element, name, element.Node is { } node ? ElementShape.Of(node) : null, isRoot: true);
        if (isIndented) writer._text.Append('\n');
        return Encoding.UTF8.GetBytes(writer._text.ToString());
    }

    private void WriteElement(Element element, string name, ElementShape? shape, bool isRoot = false)
    {
        name = Named(name);
        _text.Append('<').Append(name);
        if (isRoot) WriteAttribute("xmlns", XmlResourceReader.FhirNamespace);
        var children = Ordered(element, shape);
        foreach (var attribute in children)
        {
            if (attribute.IsAttribute) WriteAttribute(attribute.Child.JsonName, attribute.Child.Text!);
        }

        if (element.Text is { } value) WriteAttribute("value", value);
        if (children.TrueForAll(child => child.IsAttribute))
        {
            _text.Append("/>");
            return;
        }

        _text.Append('>');
        _level++;
        foreach (var (child, isAttribute) in children)
        {
            if (isAttribute) continue;
            Indent();
            WriteChild(child);
        }

        _level--;
        Indent();
        _text.Append("</").Append(name).Append('>');
    }

    private void WriteChild(Element child)
    {
        if (child.TypeName == "xhtml" && child.Text is { } div)
        {
            _text.Append(XhtmlText.WellFormed(div));
            return;
        }

        if (child.Node is not { IsResource: true })
        {
            WriteElement(child, child.JsonName, child.Node is { } node ? ElementShape.Of(node) : null);
            return;
        }

        var name = Named(child.JsonName);
        _text.Append('<').Append(name).Append('>');
        _level++;
        Indent();
        WriteElement(child, child.TypeName, ElementShape.Find(child.Document.Schema, child.TypeName));
        _level--;
        Indent();
        _text.Append("</").Append(name).Append('>');
    }

    // JSON takes any name, even none.
    private static string Named(string name) => name.Length == 0 ? "_" : XmlConvert.EncodeLocalName(name);

    // R4 xml.html: elements come in the order of their definitions, whatever the order of the JSON.
    private static List<(Element Child, bool IsAttribute)> Ordered(Element element, ElementShape? shape)
    {
        var children = new List<(Element Child, int Order)>();
        var attributes = new List<Element>();
        foreach (var child in element.Children())
        {
            var variant = shape?.Property(child.JsonName)?.Only;
            if (shape is null && child.JsonName == "resourceType") continue;
            if (variant is null || !XmlResourceReader.IsAttribute(variant, shape!)) children.Add((child, child.Node is null ? int.MaxValue : variant?.Order ?? int.MaxValue));
            else if (child.HasValue && attributes.TrueForAll(known => known.JsonName != child.JsonName)) attributes.Add(child);
        }

        return [.. attributes.Select(attribute => (attribute, true)), .. children.OrderBy(child => child.Order).Select(child => (child.Child, false))];
    }

    private void WriteAttribute(string name, string value) => _text.Append(' ').Append(name).Append("=\"").Append(XmlText.Escape(value)).Append('"');

    private void Indent()
    {
        if (_isIndented) _text.Append('\n').Append(' ', _level * 2);
    }
}
