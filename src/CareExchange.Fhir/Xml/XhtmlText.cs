using System.Net;
using System.Text;
using System.Xml;

namespace CareExchange.Fhir.Xml;

/// <summary>A div as JSON carries it, made fit to stand inside XML.</summary>
internal static class XhtmlText
{
    private const int LongestEntity = 34;

    /// <summary>The text as it is where it is well-formed; with HTML's entities as characters where that makes it so (R4 narrative.html); as plain text in a div otherwise.</summary>
    public static string WellFormed(string div)
    {
        var text = WithoutHtmlEntities(div);
        foreach (var candidate in (ReadOnlySpan<string>)[text.Replace("\r", XmlText.HiddenReturn, StringComparison.Ordinal), text.ReplaceLineEndings("\n")])
        {
            if (Root(candidate) is not { } root) continue;
            return root.HasNamespace ? candidate : InNamespace(candidate, root.Name);
        }

        return $"<div xmlns=\"{XmlResourceReader.XhtmlNamespace}\">{XmlText.Escape(div)}</div>";
    }

    // Name of the root, and whether it says its namespace (be it none), where the text is one well-formed element; else null.
    private static (string Name, bool HasNamespace)? Root(string text)
    {
        try
        {
            using var characters = new StringReader(text);
            using var reader = XmlReader.Create(characters, new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            (string, bool)? root = null;
            while (reader.Read())
            {
                if (reader.NodeType is XmlNodeType.XmlDeclaration or XmlNodeType.ProcessingInstruction && reader.Depth == 0) return null;
                if (reader.NodeType == XmlNodeType.Element) root ??= (reader.Name, reader.NamespaceURI.Length > 0 || reader.GetAttribute("xmlns") is not null);
            }

            return root;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    // A comment may stand before the root, so the name is looked for behind its bracket.
    private static string InNamespace(string text, string name)
    {
        var at = text.IndexOf($"<{name}", StringComparison.Ordinal);
        return text.Insert(at + name.Length + 1, $" xmlns=\"{XmlResourceReader.XhtmlNamespace}\"");
    }

    private static string WithoutHtmlEntities(string text)
    {
        if (!text.Contains('&', StringComparison.Ordinal)) return text;
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var length = text[i] == '&' ? EntityLength(text.AsSpan(i)) : 0;
            plain.Append(length == 0 ? text[i].ToString() : XmlText.Escape(WebUtility.HtmlDecode(text.Substring(i, length))));
            if (length > 0) i += length - 1;
        }

        return plain.ToString();
    }

    // Length of an entity that HTML has and XML lacks; 0 for anything else.
    private static int EntityLength(ReadOnlySpan<char> text)
    {
        var end = text[..Math.Min(text.Length, LongestEntity)].IndexOf(';');
        if (end < 2) return 0;
        var name = text[1..end];
        foreach (var letter in name)
        {
            if (!char.IsAsciiLetterOrDigit(letter)) return 0;
        }

        return name is "lt" or "gt" or "amp" or "quot" or "apos" ? 0 : end + 1;
    }
}
