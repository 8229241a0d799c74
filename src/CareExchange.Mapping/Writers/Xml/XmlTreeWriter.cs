using System.Text;
using System.Xml;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Mapping.Writers.Xml;

/// <summary>XML of a partner's own making: elements in the order of the tree; what the manifest names is an attribute, and <c>xmlText</c> the text beside elements.</summary>
internal sealed class XmlTreeWriter(WriterSettings settings) : IMessageWriter
{
    private readonly WriterCharset _charset = settings.Charset ?? WriterCharset.Utf8;

    public byte[] Write(Element root, WriterIssues issues)
    {
        var xml = new StringBuilder().Append("<?xml version=\"1.0\" encoding=\"").Append(_charset.XmlName).Append("\"?>\n");
        Object(xml, settings.Root, root, "", $"/{settings.Root}", 0, issues, settings.Namespace);
        return issues.HasErrors ? [] : _charset.Encode(xml.Append('\n').ToString());
    }

    private void Object(StringBuilder xml, string name, Element element, string path, string place, int depth, WriterIssues issues, string? ns = null)
    {
        if (!IsName(name))
        {
            issues.Add(Issue.Error("structure", "xml-name", "This is no name of an XML element.", "XML 요소 이름으로 쓸 수 없습니다.") with { Expression = place, Found = name }, element);
            return;
        }

        xml.Append('<').Append(name);
        if (ns is not null) xml.Append(" xmlns=\"").Append(XmlEscape.Attribute(ns, _charset)).Append('"');
        List<Element> parts = [];
        foreach (var child in element.Children())
        {
            var at = path.Length == 0 ? child.JsonName : $"{path}.{child.JsonName}";
            if (!settings.Attributes.Contains(at) && !settings.Attributes.Contains($"**.{child.JsonName}")) parts.Add(child);
            else if (child is { HasValue: true, IsItem: false } && IsName(child.JsonName)) xml.Append(' ').Append(child.JsonName).Append("=\"").Append(Checked(child, $"{place}/@{child.JsonName}", issues, isAttribute: true)).Append('"');
            else issues.AddValue("xml-attribute", $"{place}/@{child.JsonName}", "one text", child);
        }

        var hasText = parts.Exists(part => part.JsonName == "xmlText");
        if (parts.Count == 0)
        {
            xml.Append("/>");
            return;
        }

        xml.Append('>');
        foreach (var part in parts) Part(xml, part, path, place, hasText ? -1 : depth + 1, issues);
        if (!hasText && depth >= 0) xml.Append('\n').Append(' ', depth * 2);
        xml.Append("</").Append(name).Append('>');
    }

    private void Part(StringBuilder xml, Element part, string path, string place, int depth, WriterIssues issues)
    {
        var name = part.JsonName;
        if (name == "xmlText")
        {
            xml.Append(Checked(part, place, issues, isAttribute: false));
            return;
        }

        // Text beside elements counts blanks: nothing is put between its parts.
        if (depth >= 0) xml.Append('\n').Append(' ', depth * 2);
        var inner = $"{place}/{name}";
        if (part.Kind == JsonKind.Object) Object(xml, name, part, path.Length == 0 ? name : $"{path}.{name}", inner, depth, issues);
        else if (!IsName(name)) issues.Add(Issue.Error("structure", "xml-name", "This is no name of an XML element.", "XML 요소 이름으로 쓸 수 없습니다.") with { Expression = inner, Found = name }, part);
        else xml.Append('<').Append(name).Append('>').Append(Checked(part, inner, issues, isAttribute: false)).Append("</").Append(name).Append('>');
    }

    private string Checked(Element value, string place, WriterIssues issues, bool isAttribute)
    {
        var text = value.Text ?? "";
        if (XmlEscape.Missing(text) is { } missing)
        {
            issues.AddCharacter("xml-character", "XML 1.0", missing, place, value);
            return "";
        }

        return isAttribute ? XmlEscape.Attribute(text, _charset) : XmlEscape.Text(text, _charset);
    }

    // No colon: prefixes would need namespaces of their own.
    private static bool IsName(string name)
    {
        try
        {
            XmlConvert.VerifyNCName(name);
            return true;
        }
        catch (Exception problem) when (problem is XmlException or ArgumentException)
        {
            return false;
        }
    }
}
