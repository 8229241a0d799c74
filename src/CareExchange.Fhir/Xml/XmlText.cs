using System.Buffers;
using System.Text;

namespace CareExchange.Fhir.Xml;

/// <summary>Text as an XML attribute's value or as xhtml.</summary>
internal static class XmlText
{
    /// <summary>How a carriage return is written, which readers would otherwise take for a line end.</summary>
    public const string HiddenReturn = "&#xD;";

    // White space other than a blank is written as a number, because readers turn it into blanks (XML 1.0 §3.3.3).
    private static readonly SearchValues<char> Special = SearchValues.Create(
        ['&', '<', '>', '"', .. Enumerable.Range(0, 0x20).Select(control => (char)control), '\uFFFE', '\uFFFF']);

    /// <summary>The text between double quotes. Characters that XML cannot carry at all (most controls) become U+FFFD.</summary>
    public static string Escape(string text)
    {
        if (!text.AsSpan().ContainsAny(Special)) return text;
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var letter in text)
        {
            if (letter >= ' ' && letter is not ('&' or '<' or '>' or '"' or '\uFFFE' or '\uFFFF'))
            {
                escaped.Append(letter);
                continue;
            }

            escaped.Append(letter switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\t' => "&#x9;",
                '\n' => "&#xA;",
                '\r' => HiddenReturn,
                _ => "\uFFFD",
            });
        }

        return escaped.ToString();
    }
}
