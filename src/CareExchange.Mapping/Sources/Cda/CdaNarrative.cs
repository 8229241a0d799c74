using System.Globalization;
using System.Text;
using System.Xml;

namespace CareExchange.Mapping.Sources.Cda;

/// <summary>A narrative block (CDA R2 4.3.5) → the xhtml of a FHIR Narrative, and its plain text.</summary>
/// <remarks>Only elements and attributes that R4 narrative.html#xhtml allows are written; what has no counterpart keeps its text in a <c>span</c>.</remarks>
/// <param name="texts">Takes the plain text of each part that has an ID.</param>
internal sealed class CdaNarrative(Dictionary<string, string> texts)
{
    private static readonly Dictionary<string, string> Elements = new(StringComparer.Ordinal)
    {
        ["paragraph"] = "p", ["item"] = "li", ["content"] = "span", ["linkHtml"] = "a", ["br"] = "br", ["sub"] = "sub", ["sup"] = "sup", ["table"] = "table",
        ["thead"] = "thead", ["tbody"] = "tbody", ["tfoot"] = "tfoot", ["tr"] = "tr", ["th"] = "th", ["td"] = "td", ["caption"] = "caption",
        ["p"] = "p", ["ul"] = "ul", ["ol"] = "ol", ["li"] = "li", ["b"] = "b", ["i"] = "i", ["div"] = "div", ["h1"] = "h1", ["h2"] = "h2", ["h3"] = "h3", ["pre"] = "pre",
    };

    private readonly StringBuilder _xhtml = new("<div xmlns=\"http://www.w3.org/1999/xhtml\">");
    private readonly StringBuilder _plain = new();
    private readonly Stack<(string Name, string? Id, int From)> _open = new();

    /// <summary>The <c>div</c>.</summary>
    public string Xhtml => _xhtml.ToString();

    /// <summary>The text alone, blanks made one, cells and items set apart.</summary>
    public string Plain { get; private set; } = "";

    /// <summary>Reads from the start of the text element to its end.</summary>
    public void Read(XmlReader reader)
    {
        var depth = reader.Depth;
        while (reader.Read() && !(reader.NodeType == XmlNodeType.EndElement && reader.Depth == depth))
        {
            if (reader.NodeType == XmlNodeType.Element) Open(reader);
            else if (reader.NodeType == XmlNodeType.EndElement) Close();
            else if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace)
            {
                Escape(reader.Value, isAttribute: false);
                _plain.Append(reader.Value.Replace('\n', ' ').Replace('\r', ' '));
            }
        }

        _xhtml.Append("</div>");
        Plain = Clean(_plain, 0);
    }

    private void Open(XmlReader reader)
    {
        var isInTable = _open.TryPeek(out var parent) && parent.Name is "table" or "thead" or "tbody" or "tfoot" or "tr";
        var name = reader.LocalName switch
        {
            "list" => reader.GetAttribute("listType") == "ordered" ? "ol" : "ul",

            // A list's own caption becomes its first item; a paragraph's stays inside it.
            "caption" when !isInTable => parent.Name is "ul" or "ol" ? "li" : "span",
            var local => Elements.GetValueOrDefault(local, "span"),
        };

        // Inside a table only its own parts may stand: what has none of their names goes without a tag, so that its text is kept.
        if (isInTable && name is not ("caption" or "thead" or "tbody" or "tfoot" or "tr" or "th" or "td"))
        {
            if (!reader.IsEmptyElement) _open.Push(("", reader.GetAttribute("ID"), _plain.Length));
            return;
        }

        var href = name == "a" ? reader.GetAttribute("href") : null;
        if (name == "a" && !IsSafe(href)) name = "span";
        _xhtml.Append('<').Append(name);
        var id = reader.GetAttribute("ID") ?? reader.GetAttribute("id");
        if (id is { Length: > 0 and <= 200 } && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.')) Attribute("id", id);
        if (name == "a") Attribute("href", href!);
        foreach (var span in (string[])["colspan", "rowspan"])
        {
            if (name is "td" or "th" && int.TryParse(reader.GetAttribute(span), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= 1000) Attribute(span, count.ToString(CultureInfo.InvariantCulture));
        }

        if (reader.LocalName is "paragraph" or "item" or "tr" or "td" or "th" or "br" or "caption" or "p" or "li" or "div") _plain.Append('\n');
        if (reader.IsEmptyElement)
        {
            // An empty cell is written with both tags: only br may stand alone.
            _xhtml.Append(name == "br" ? "/>" : $"></{name}>");
            if (id is not null) texts.TryAdd(id, "");
            return;
        }

        _xhtml.Append('>');
        _open.Push((name, id, _plain.Length));
    }

    private void Close()
    {
        var (name, id, from) = _open.Pop();
        if (name.Length > 0) _xhtml.Append("</").Append(name).Append('>');
        if (id is not null) texts.TryAdd(id, Clean(_plain, from));
        if (name is "td" or "th") _plain.Append('\n');
    }

    private static bool IsSafe(string? href) => href is ['#', ..] || href?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) == true || href?.StartsWith("http://", StringComparison.OrdinalIgnoreCase) == true;

    private void Attribute(string name, string value)
    {
        _xhtml.Append(' ').Append(name).Append("=\"");
        Escape(value, isAttribute: true);
        _xhtml.Append('"');
    }

    private void Escape(string text, bool isAttribute)
    {
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '&' => _xhtml.Append("&amp;"),
                '<' => _xhtml.Append("&lt;"),
                '>' => _xhtml.Append("&gt;"),
                '"' when isAttribute => _xhtml.Append("&quot;"),
                _ => _xhtml.Append(letter),
            };
        }
    }

    private static string Clean(StringBuilder text, int from)
    {
        var clean = new StringBuilder();
        var lines = text.ToString(from, text.Length - from).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var line in lines) clean.Append(clean.Length > 0 ? "; " : "").AppendJoin(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return clean.ToString();
    }
}
