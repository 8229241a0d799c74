using System.Xml.Linq;

namespace CareExchange.Cli.Conform;

/// <summary>Whether two XML trees say the same: names, attributes, order, text. White space between elements, prefixes and the order of attributes do not matter.</summary>
/// <param name="comparesComments">Whether comments have to be the same.</param>
internal sealed class XmlComparison(bool comparesComments)
{
    // A hint for schema tools, no content.
    private static readonly XName SchemaLocation = XName.Get("schemaLocation", "http://www.w3.org/2001/XMLSchema-instance");

    /// <summary>Null where they are the same, else the place of the first difference.</summary>
    public string? Difference(XElement expected, XElement actual, string path = "")
    {
        path = $"{path}/{expected.Name.LocalName}";
        if (expected.Name != actual.Name) return $"{path}: expected {expected.Name}, found {actual.Name}";
        var (left, right) = (Attributes(expected), Attributes(actual));
        if (!left.SequenceEqual(right)) return $"{path}: expected attributes [{string.Join(' ', left)}], found [{string.Join(' ', right)}]";
        var (nodes, others) = (Nodes(expected), Nodes(actual));
        for (var i = 0; i < Math.Max(nodes.Count, others.Count); i++)
        {
            if (i >= nodes.Count) return $"{path}: not expected: {Show(others[i])}";
            if (i >= others.Count) return $"{path}: missing: {Show(nodes[i])}";
            var difference = (nodes[i], others[i]) switch
            {
                (XElement child, XElement other) => Difference(child, other, path),
                (XText text, XText other) => text.Value.Trim() == other.Value.Trim() ? null : $"{path}: the text differs",
                (XComment comment, XComment other) => comment.Value.Trim() == other.Value.Trim() ? null : $"{path}: the comment differs",
                _ => $"{path}: expected {Show(nodes[i])}, found {Show(others[i])}",
            };
            if (difference is not null) return difference;
        }

        return null;
    }

    private static List<string> Attributes(XElement element) =>
        [.. element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration && attribute.Name != SchemaLocation).Select(attribute => $"{attribute.Name}={attribute.Value}").Order(StringComparer.Ordinal)];

    private List<XNode> Nodes(XElement element) =>
        [.. element.Nodes().Where(node => node is XElement || (node is XText text && text.Value.Trim().Length > 0) || (comparesComments && node is XComment))];

    private static string Show(XNode node)
    {
        var text = node is XElement element ? $"<{element.Name.LocalName}>" : node.ToString(SaveOptions.DisableFormatting);
        return text.Length > 80 ? text[..80] + "…" : text;
    }
}
