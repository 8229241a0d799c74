using System.Text;
using System.Xml;

namespace CareExchange.Fhir.Xml;

/// <summary>The source text of an xhtml div: what JSON carries as its string, kept as it was written.</summary>
/// <remarks>
/// Two things are changed because XML asks for it: line ends become LF (XML 1.0 §2.11), and namespaces that were declared further out are
/// declared on the div, which would not be well-formed on its own otherwise.
/// </remarks>
internal static class XhtmlSlice
{
    /// <summary>Reads from the start tag the reader stands on to its end tag.</summary>
    public static string Read(XmlReader reader, XmlSourceText source)
    {
        var place = (IXmlLineInfo)reader;
        var nameAt = source.Offset(place.LineNumber, place.LinePosition);
        var nameLength = reader.Name.Length;
        var missing = new SortedDictionary<string, string>(((IXmlNamespaceResolver)reader).GetNamespacesInScope(XmlNamespaceScope.ExcludeXml).ToDictionary(), StringComparer.Ordinal);
        var used = new HashSet<string>(StringComparer.Ordinal) { reader.Prefix };
        CollectPrefixes(reader, used, missing);
        int end;
        if (reader.IsEmptyElement)
        {
            end = EndOfTag(source.Text, nameAt);
        }
        else
        {
            for (var depth = reader.Depth; reader.Read() && !(reader.NodeType == XmlNodeType.EndElement && reader.Depth == depth);)
            {
                if (reader.NodeType == XmlNodeType.Element) CollectPrefixes(reader, used, null);
            }

            end = EndOfTag(source.Text, source.Offset(place.LineNumber, place.LinePosition));
        }

        var text = new StringBuilder(end - nameAt + 48).Append('<').Append(source.Text, nameAt, nameLength);
        foreach (var (prefix, uri) in missing)
        {
            if (used.Contains(prefix)) text.Append(prefix.Length == 0 ? " xmlns" : " xmlns:").Append(prefix).Append("=\"").Append(XmlText.Escape(uri)).Append('"');
        }

        text.Append(source.Text, nameAt + nameLength, end - nameAt - nameLength);

        // A CR that a writer had to hide from line end rules comes back as itself.
        return text.Replace("\r\n", "\n").Replace('\r', '\n').Replace(XmlText.HiddenReturn, "\r").ToString();
    }

    // Prefixes declared on the tag itself are not missing.
    private static void CollectPrefixes(XmlReader reader, HashSet<string> used, SortedDictionary<string, string>? missing)
    {
        used.Add(reader.Prefix);
        while (reader.MoveToNextAttribute())
        {
            if (reader.Prefix == "xmlns") missing?.Remove(reader.LocalName);
            else if (reader.Name == "xmlns") missing?.Remove("");
            else if (reader.Prefix.Length > 0) used.Add(reader.Prefix);
        }

        reader.MoveToElement();
    }

    // A '>' inside quotes does not end a tag.
    private static int EndOfTag(string text, int at)
    {
        var quote = '\0';
        for (; at < text.Length; at++)
        {
            var letter = text[at];
            if (quote != '\0') quote = letter == quote ? '\0' : quote;
            else if (letter is '"' or '\'') quote = letter;
            else if (letter == '>') return at + 1;
        }

        return text.Length;
    }
}
