using System.Text;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Sources;
using CareExchange.Mapping.Writers.Xml;

namespace CareExchange.Mapping.Writers.Cda;

/// <summary>A CDA R2 document: texts of the tree are attributes, everything else elements, in the order of the schema and in its namespaces.</summary>
/// <remarks>
/// FHIR dateTimes become HL7 times; <c>codeSystemUri</c> becomes <c>codeSystem</c>, an identifier's <c>system</c> and <c>value</c> its <c>root</c> and
/// <c>extension</c>; <c>section.text.xhtml</c> becomes narrative text. What the schema has no place for is an issue with its XPath.
/// </remarks>
internal sealed class CdaWriter(WriterSettings settings) : IMessageWriter
{
    private const string Extensions = "sdtc";

    private static readonly HashSet<string> Times = new(StringComparer.Ordinal) { "effectiveTime", "time", "birthTime", "availabilityTime", "sdtcDeceasedTime", "sdtcBirthTime", "sdtcValidTime" };
    private static readonly HashSet<string> Bounds = new(StringComparer.Ordinal) { "low", "high", "center", "phase" };
    private static readonly string[] Required = ["typeId", "id", "code", "effectiveTime", "confidentialityCode", "recordTarget", "author", "custodian", "component"];

    private readonly WriterCharset _charset = settings.Charset ?? WriterCharset.Utf8;

    public byte[] Write(Element root, WriterIssues issues)
    {
        foreach (var name in Required)
        {
            if (root[name].Kind != JsonKind.Object) issues.Add(Issue.Error("required", "cda-required", "The document lacks an element that every document has.", "문서의 필수 요소가 없습니다.") with { Expression = $"/ClinicalDocument/{name}", Expected = name }, root);
        }

        var ids = new HashSet<string>(StringComparer.Ordinal);
        var xml = new StringBuilder().Append("<?xml version=\"1.0\" encoding=\"").Append(_charset.XmlName).Append("\"?>\n");
        Open(xml, "ClinicalDocument", root, isTime: false, "/ClinicalDocument", 0, ids, issues);
        return issues.HasErrors ? [] : _charset.Encode(xml.Append('\n').ToString());
    }

    private void Open(StringBuilder xml, string name, Element element, bool isTime, string place, int depth, HashSet<string> ids, WriterIssues issues)
    {
        var tag = name.StartsWith(Extensions, StringComparison.Ordinal) && name.Length > 4 ? $"sdtc:{char.ToLowerInvariant(name[4])}{name[5..]}" : name;
        xml.Append('<').Append(tag);
        if (depth == 0) xml.Append(" xmlns=\"urn:hl7-org:v3\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:sdtc=\"urn:hl7-org:sdtc\"");
        foreach (var (attribute, text) in CdaAttributes.Of(element, isTime, place, issues))
        {
            if (Fits(text, $"{place}/@{attribute}", element, issues)) xml.Append(' ').Append(attribute).Append("=\"").Append(XmlEscape.Attribute(text, _charset)).Append('"');
        }

        var isNarrative = name == "text" && element["xhtml"].HasValue;
        var text1 = isNarrative ? default : element["xmlText"];
        var parts = Parts(name, element, place, issues);
        if (!isNarrative && !text1.Exists && parts.Count == 0)
        {
            xml.Append("/>");
            return;
        }

        xml.Append('>');
        if (isNarrative) xml.Append(CdaNarrativeWriter.Write(element["xhtml"], place, _charset, ids, issues));
        else if (text1.Text is { } plain && Fits(plain, place, text1, issues)) xml.Append(XmlEscape.Text(plain, _charset));
        var isMixed = isNarrative || text1.Exists || depth < 0;
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var part in parts)
        {
            if (!isMixed) xml.Append('\n').Append(' ', (depth + 1) * 2);
            var count = counts[part.JsonName] = counts.GetValueOrDefault(part.JsonName) + 1;
            var at = count == 1 ? $"{place}/{part.JsonName}" : $"{place}/{part.JsonName}[{count}]";
            Open(xml, part.JsonName, part, IsTime(part, isTime), at, isMixed ? -1 : depth + 1, ids, issues);
        }

        if (!isMixed) xml.Append('\n').Append(' ', depth * 2);
        xml.Append("</").Append(tag).Append('>');
    }

    private static List<Element> Parts(string name, Element element, string place, WriterIssues issues)
    {
        List<(int Order, Element Part)> parts = [];
        foreach (var part in element.Children())
        {
            if (part.Kind != JsonKind.Object)
            {
                if (part.IsItem) issues.AddValue("cda-attribute", $"{place}/@{part.JsonName}", "one text", part);
                continue;
            }

            var order = CdaOrder.Of(name, part.JsonName) ?? 0;
            if (order < 0 || !IsName(part.JsonName)) issues.Add(Issue.Error("structure", "cda-element", "The schema of the document has no such element here.", "문서 스키마에 없는 요소입니다.") with { Expression = $"{place}/{part.JsonName}", Found = part.JsonName }, part);
            parts.Add((order, part));
        }

        // Stable: what repeats keeps its order.
        return [.. parts.OrderBy(part => part.Order).Select(part => part.Part)];
    }

    // As the reader tells times apart: by xsi:type, else by the names of the model.
    private static bool IsTime(Element element, bool isInTime)
    {
        if (element["xsiType"].Text is { } type) return type.EndsWith("TS", StringComparison.Ordinal);
        return Times.Contains(element.JsonName) || (isInTime && Bounds.Contains(element.JsonName));
    }

    private static bool IsName(string name) => name.Length > 0 && char.IsAsciiLetter(name[0]) && name.All(char.IsAsciiLetterOrDigit);

    private static bool Fits(string text, string place, Element at, WriterIssues issues)
    {
        if (XmlEscape.Missing(text) is not { } missing) return true;
        issues.AddCharacter("xml-character", "XML 1.0", missing, place, at);
        return false;
    }
}
