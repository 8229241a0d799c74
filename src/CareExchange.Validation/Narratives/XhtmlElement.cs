using System.Collections.Frozen;

namespace CareExchange.Validation.Narratives;

/// <summary>An element that a narrative may hold (R4 narrative.html#xhtml: HTML 4.0 chapters 7 to 11 without 9.4, and 15), and where it may stand.</summary>
internal sealed class XhtmlElement
{
    private static readonly string[] Inline = ["a", "b", "em", "i", "strong", "small", "big", "sub", "sup", "code", "tt", "dfn", "q", "var", "abbr", "acronym", "cite", "bdo", "kbd", "samp"];
    private static readonly string[] Blocks = ["div", "pre", "table", "ul", "ol", "blockquote", "p"];
    private static readonly string[] Rows = ["table", "thead", "tfoot", "tbody"];

    private static readonly FrozenSet<string> Common = FrozenSet.ToFrozenSet(
        ("title style class id lang xml:lang dir accesskey tabindex span width align valign char charoff abbr axis headers scope rowspan colspan").Split(' '), StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, XhtmlElement> All = Build();
    private static readonly XhtmlElement?[] ByIndex = [null, .. All.Values.OrderBy(element => element.Index)];
    private static readonly FrozenDictionary<string, XhtmlElement>.AlternateLookup<ReadOnlySpan<char>> Lookup = All.GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _attributes;

    private XhtmlElement(string name, string attributes, string[]? parents, string[]? children)
    {
        (Name, Parents, Children) = (name, parents, children);
        _attributes = Common.Concat(attributes.Split(' ')).ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        IsInline = Inline.Contains(name);
        IsEmpty = name is "br" or "img" or "hr" or "area";
        IsText = IsInline || name is "p" or "h1" or "h2" or "h3" or "h4" or "h5" or "h6" or "pre" or "address" or "span" or "caption" or "dd" or "dt";
        IsBlock = Blocks.Contains(name);
    }

    /// <summary>Its number, from 1.</summary>
    public int Index { get; private set; }

    /// <summary>Its name, in lower case.</summary>
    public string Name { get; }

    /// <summary>The elements it may stand in; null for most, which may stand anywhere.</summary>
    public string[]? Parents { get; }

    /// <summary>All that it may hold; null for most.</summary>
    public string[]? Children { get; }

    /// <summary>True for text markup, which does not nest in itself.</summary>
    public bool IsInline { get; }

    /// <summary>True for an element that holds nothing.</summary>
    public bool IsEmpty { get; }

    /// <summary>True for an element of running text, which holds no blocks.</summary>
    public bool IsText { get; }

    /// <summary>True for a block.</summary>
    public bool IsBlock { get; }

    /// <summary>The element of this name; null where a narrative may not hold it.</summary>
    public static XhtmlElement? Find(ReadOnlySpan<char> name) => Lookup.TryGetValue(name, out var found) ? found : null;

    /// <summary>The element with this number; null for 0, which stands for all others.</summary>
    public static XhtmlElement? At(int index) => ByIndex[index];

    /// <summary>Whether it may have an attribute.</summary>
    public bool Allows(ReadOnlySpan<char> attribute) => attribute.StartsWith("xmlns") || _attributes.Contains(attribute);

    private static FrozenDictionary<string, XhtmlElement> Build()
    {
        const string Link = "href name charset type hreflang rel rev shape coords";
        const string Image = "src alt longdesc height width usemap ismap border";
        string[] plain = ["p", "br", "h1", "h2", "h3", "h4", "h5", "h6", "span", "hr", "address", .. Inline.Except(["a", "q"])];
        XhtmlElement[] elements =
        [
            .. plain.Select(name => new XhtmlElement(name, "", null, null)),
            new("div", "", null, null),
            new("a", Link, null, null),
            new("img", Image, null, null),
            new("q", "cite", null, null),
            new("blockquote", "cite", null, null),
            new("pre", "space", null, null),
            new("ul", "", null, ["li"]),
            new("ol", "", null, ["li"]),
            new("li", "", ["ul", "ol"], null),
            new("dl", "", null, ["dd", "dt"]),
            new("dd", "", ["dl"], null),
            new("dt", "", ["dl"], null),
            new("table", "summary width border frame rules cellspacing cellpadding", null, ["tbody", "tr", "caption", "thead", "tfoot", "col", "colgroup"]),
            new("caption", "", ["table"], null),
            new("colgroup", "", ["table"], null),
            new("col", "", ["colgroup", "table"], null),
            new("thead", "", ["table"], ["tr"]),
            new("tbody", "", ["table"], ["tr"]),
            new("tfoot", "", ["table"], ["tr"]),
            new("tr", "", Rows, ["td", "th"]),
            new("td", "nowrap", ["tr", "thead", "tfoot"], null),
            new("th", "", ["tr", "thead", "tfoot"], null),
            new("map", "name", null, ["area"]),
            new("area", "shape coords href nohref alt", null, null),
        ];
        for (var index = 0; index < elements.Length; index++) elements[index].Index = index + 1;
        return elements.ToFrozenDictionary(element => element.Name, StringComparer.Ordinal);
    }
}
