using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Writers.Xml;

namespace CareExchange.Mapping.Writers.Cda;

/// <summary>The xhtml of a FHIR narrative → the narrative block of a section (CDA R2 4.3.5), in the elements that its schema allows.</summary>
/// <remarks>What has no counterpart keeps its text; an image is its alternative text.</remarks>
internal sealed partial class CdaNarrativeWriter
{
    private const int MaxDepth = 60;

    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true };
    private static readonly HashSet<string> Blocks = new(StringComparer.Ordinal)
    {
        "p", "div", "ul", "ol", "dl", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "hr", "address",
    };

    private readonly StringBuilder _xml = new();
    private readonly WriterCharset _charset;
    private readonly HashSet<string> _ids;

    private CdaNarrativeWriter(WriterCharset charset, HashSet<string> ids) => (_charset, _ids) = (charset, ids);

    /// <summary>The content of the text element.</summary>
    /// <param name="xhtml">The <c>div</c>.</param>
    /// <param name="place">XPath of the text element.</param>
    /// <param name="charset">What it lacks is written as a number.</param>
    /// <param name="ids">IDs of the document so far; one stands once.</param>
    /// <param name="issues">Takes what is no xhtml.</param>
    public static string Write(Element xhtml, string place, WriterCharset charset, HashSet<string> ids, WriterIssues issues)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(Entity().Replace(xhtml.Text ?? "", Known)), Settings);
            var div = XElement.Load(reader, LoadOptions.PreserveWhitespace);
            var writer = new CdaNarrativeWriter(charset, ids);
            if (Depth(div) > MaxDepth) issues.AddValue("cda-narrative", place, $"at most {MaxDepth} levels", xhtml);
            else writer.Flow(div);
            return writer._xml.ToString();
        }
        catch (XmlException broken)
        {
            issues.Add(Issue.Error("structure", "cda-narrative", "A narrative is not well-formed xhtml.", "서술(narrative)이 올바른 XHTML이 아닙니다.") with { Expression = place, Expected = "xhtml", Found = $"line {broken.LineNumber}" }, xhtml);
            return "";
        }
    }

    // R4 narrative.html#xhtml allows the named entities of HTML, which XML does not know.
    private static string Known(Match entity) => entity.Value is "&amp;" or "&lt;" or "&gt;" or "&quot;" or "&apos;" ? entity.Value : WebUtility.HtmlDecode(entity.Value) is var text && text != entity.Value ? text : entity.Value;

    private static int Depth(XElement root)
    {
        var deepest = 0;
        var open = new Stack<(XElement Element, int Depth)>([(root, 1)]);
        while (open.TryPop(out var top))
        {
            deepest = Math.Max(deepest, top.Depth);
            foreach (var child in top.Element.Elements()) open.Push((child, top.Depth + 1));
        }

        return deepest;
    }

    /// <summary>Content that may hold blocks.</summary>
    private void Flow(XElement element)
    {
        foreach (var node in element.Nodes())
        {
            if (node is XElement child) Block(child);
            else if (node is XText text) Text(text.Value);
        }
    }

    private void Block(XElement element)
    {
        switch (element.Name.LocalName)
        {
            case "p" or "pre" or "address" or "blockquote": Wrap("paragraph", element, "", () => Inline(element)); break;
            case ['h', >= '1' and <= '6']: Wrap("paragraph", element, "", () => Wrap("content", null, " styleCode=\"Bold\"", () => Inline(element))); break;
            case "div" when !element.Elements().Any(IsBlock): Wrap("paragraph", element, "", () => Inline(element)); break;
            case "div": Flow(element); break;
            case "ul" or "dl": List(element, "unordered"); break;
            case "ol": List(element, "ordered"); break;
            case "table": Table(element); break;
            case "hr": break;
            default: InlineElement(element); break;
        }
    }

    private void List(XElement list, string type) => Wrap("list", list, $" listType=\"{type}\"", () =>
    {
        foreach (var item in list.Elements()) Wrap("item", item, "", () => Flow(item));
    });

    // The schema wants caption, columns, head, foot and at least one body, in this order; rows of HTML may stand outside a body.
    private void Table(XElement table) => Wrap("table", table, "", () =>
    {
        if (Named(table, "caption").FirstOrDefault() is { } caption) Wrap("caption", caption, "", () => Inline(caption));
        foreach (var name in (string[])["thead", "tfoot", "tbody"])
        {
            foreach (var group in Named(table, name)) Wrap(name, group, "", () => Rows(group));
        }

        if (Named(table, "tr").Any()) Wrap("tbody", null, "", () => Rows(table));
    });

    private void Rows(XElement group)
    {
        foreach (var row in Named(group, "tr"))
        {
            Wrap("tr", row, "", () =>
            {
                foreach (var cell in row.Elements())
                {
                    if (cell.Name.LocalName == "th") Wrap("th", cell, Spans(cell), () => Inline(cell));
                    else if (cell.Name.LocalName == "td") Wrap("td", cell, Spans(cell), () => Cell(cell));
                }
            });
        }
    }

    // A cell may hold paragraphs and lists, but no table.
    private void Cell(XElement cell)
    {
        if (cell.Descendants().Any(inner => inner.Name.LocalName == "table")) Inline(cell);
        else Flow(cell);
    }

    private void Inline(XElement element)
    {
        foreach (var node in element.Nodes())
        {
            if (node is XText text) Text(text.Value);
            else if (node is XElement child) InlineElement(child);
        }
    }

    private void InlineElement(XElement element)
    {
        switch (element.Name.LocalName)
        {
            case "br": _xml.Append("<br/>"); break;
            case "sub" or "sup": Wrap(element.Name.LocalName, null, "", () => Text(element.Value)); break;
            case "a" when element.Attribute("href")?.Value is { Length: > 0 } href: Wrap("linkHtml", element, $" href=\"{XmlEscape.Attribute(href, _charset)}\"", () => Text(element.Value)); break;
            case "img": Text(element.Attribute("alt")?.Value ?? ""); break;
            case "b" or "strong": Wrap("content", element, " styleCode=\"Bold\"", () => Inline(element)); break;
            case "i" or "em": Wrap("content", element, " styleCode=\"Italics\"", () => Inline(element)); break;
            case "u": Wrap("content", element, " styleCode=\"Underline\"", () => Inline(element)); break;
            default: Wrap("content", element, "", () => Inline(element)); break;
        }
    }

    private void Wrap(string name, XElement? source, string attributes, Action content)
    {
        _xml.Append('<').Append(name).Append(attributes);
        if (source?.Attribute("id")?.Value is { Length: > 0 } id && Id().IsMatch(id) && _ids.Add(id)) _xml.Append(" ID=\"").Append(XmlEscape.Attribute(id, _charset)).Append('"');
        _xml.Append('>');
        content();
        _xml.Append("</").Append(name).Append('>');
    }

    private void Text(string text) => _xml.Append(XmlEscape.Text(text, _charset));

    private static bool IsBlock(XElement element) => Blocks.Contains(element.Name.LocalName) || element.Elements().Any(IsBlock);

    private static IEnumerable<XElement> Named(XElement element, string name) => element.Elements().Where(child => child.Name.LocalName == name);

    private static string Spans(XElement cell) => string.Concat(((string[])["colspan", "rowspan"])
        .Where(name => cell.Attribute(name)?.Value is { Length: > 0 and < 5 } value && value.All(char.IsAsciiDigit)).Select(name => $" {name}=\"{cell.Attribute(name)!.Value}\""));

    // xs:ID.
    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_.\-]{0,199}$")]
    private static partial Regex Id();

    [GeneratedRegex("&[A-Za-z][A-Za-z0-9]{1,31};")]
    private static partial Regex Entity();
}
