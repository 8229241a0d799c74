using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Fhir.Xml;

/// <summary>R4 XML both ways (R4 xml.html).</summary>
/// <remarks>A document read from XML is one of JSON bytes like any other; the positions of its elements speak of the XML.</remarks>
public static class FhirXml
{
    /// <summary>True where the text is XML rather than JSON: its first character that is no white space and no byte order mark is <c>&lt;</c>.</summary>
    public static bool Looks(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || text.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) return true;
        if (text.StartsWith("\uFEFF"u8)) text = text[3..];
        var start = text.TrimStart(" \t\r\n"u8);
        return !start.IsEmpty && start[0] == (byte)'<';
    }

    /// <summary>Reads a resource. Any bytes give a document, issues, or both; never an exception.</summary>
    /// <param name="xml">UTF-8 (or UTF-16 with its mark).</param>
    /// <param name="schema">Where elements are looked up.</param>
    /// <param name="rootType">The type of the root; null takes it from the root's name.</param>
    /// <param name="limits">How much is read at most.</param>
    /// <returns>
    /// The document, as far as the text is well-formed and its root is known, together with an issue (rule, line, column, and location where
    /// one is known) for all that is not written as R4 asks: <c>xml-syntax</c>, <c>xml-utf8</c>, <c>xml-encoding</c>, <c>xml-size</c>, <c>xml-depth</c>,
    /// <c>xml-dtd</c>, <c>xml-entity</c>, <c>xml-instruction</c>, <c>xml-cdata</c>, <c>xml-text</c>, <c>xml-namespace</c>, <c>xml-order</c>, <c>xml-empty</c>,
    /// <c>xml-attribute-unknown</c>, <c>xml-attribute-empty</c>, <c>xml-schema-location</c>, <c>xml-resource</c>, <c>xml-value</c>, <c>element-unknown</c>,
    /// <c>cardinality-max</c>, <c>resource-type-unknown</c>. Elements that the schema does not know are not in the document.
    /// </returns>
    public static (FhirDocument? Document, IReadOnlyList<Issue> Issues) Read(
        ReadOnlyMemory<byte> xml, Schema schema, string? rootType = null, XmlLimits? limits = null)
    {
        limits ??= XmlLimits.Default;
        if (xml.Length > limits.MaxBytes) return (null, [XmlIssues.TooLong(xml.Length, limits.MaxBytes)]);
        var text = XmlSourceText.Decode(xml.Span);
        if (text.Value is not { } source) return (null, text.Issues);
        var (root, issues) = XmlResourceReader.Read(source, schema, rootType, limits);
        if (root is null) return (null, issues);
        var (json, map) = XmlJsonWriter.Write(root);

        // Lists and objects nest twice as deep as the elements they stand for, so the JSON's own bound may still be met here.
        var outcome = FhirDocument.Parse(json, schema, rootType ?? root.ResourceType);
        if (outcome.Value is { } document) return (document.From(map), issues);
        return (null, [.. issues, XmlIssues.Depth(map.Find(Offset(outcome.Issues[0])), JsonLimits.Default.MaxDepth)]);
    }

    /// <summary>Writes a resource, or a value under the name of its type.</summary>
    /// <param name="element">What to write. Elements come out in the order of their definitions; a property that no definition knows is written behind the others.</param>
    /// <param name="isIndented">One element a line, two blanks a level; narrative stays as it is.</param>
    /// <returns>UTF-8 without a mark, with an XML declaration. The absent element gives no bytes.</returns>
    public static byte[] Write(Element element, bool isIndented = false) => element.Exists ? XmlElementWriter.Write(element, isIndented) : [];

    // The JSON is one line, so a column is an offset.
    private static int Offset(Issue issue) => (issue.Column ?? 1) - 1;
}
