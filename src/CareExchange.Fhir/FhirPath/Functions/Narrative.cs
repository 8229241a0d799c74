using System.Collections.Frozen;
using System.Xml;

namespace CareExchange.Fhir.FhirPath.Functions;

/// <summary>What the XHTML of a narrative may hold (R4 narrative.html#xhtml, rules txt-1 and txt-2).</summary>
internal static class Narrative
{
    private const string Namespace = "http://www.w3.org/1999/xhtml";

    // HTML 4.0 chapters 7 to 11 without 9.4, chapter 15, and a, img: no forms, scripts, frames or styles.
    private static readonly FrozenSet<string> s_elements = FrozenSet.ToFrozenSet(
        ("a abbr acronym b big blockquote br caption center cite code col colgroup dd dfn div dl dt em font h1 h2 h3 h4 h5 h6 hr i img "
            + "kbd li map area ol p pre q samp small span strike s strong sub sup table tbody td tfoot th thead tr tt u ul var").Split(' '),
        StringComparer.Ordinal);

    private static readonly FrozenSet<string> s_attributes = FrozenSet.ToFrozenSet(
        ("abbr accesskey align alt axis bgcolor border cellhalign cellpadding cellspacing cellvalign char charoff charset cite class clear color "
            + "colspan compact coords dir face frame headers height href hreflang hspace id lang longdesc name noshade nowrap rel rev rowspan rules "
            + "scope shape size span src start style summary tabindex title type valign value vspace width xml:lang xmlns").Split(' '),
        StringComparer.Ordinal);

    /// <summary>True for a well-formed div with visible content, made of allowed elements and attributes only.</summary>
    public static bool IsAllowed(string xhtml)
    {
        // No DTD, hence no entities beyond XML's own: a narrative must mean the same everywhere.
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = Evaluation.MaximumText };
        try
        {
            using var text = new StringReader(xhtml);
            using var reader = XmlReader.Create(text, settings);
            var hasContent = false;
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.ProcessingInstruction) return false;
                if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA) hasContent |= !string.IsNullOrWhiteSpace(reader.Value);
                if (reader.NodeType != XmlNodeType.Element) continue;
                if (reader.Depth == 0 && reader.LocalName != "div") return false;
                if (reader.NamespaceURI != Namespace || !s_elements.Contains(reader.LocalName)) return false;
                hasContent |= reader.LocalName == "img";
                while (reader.MoveToNextAttribute())
                {
                    if (!IsAllowedAttribute(reader)) return false;
                }
            }

            return hasContent;
        }
        catch (XmlException)
        {
            return false;
        }
    }

    private static bool IsAllowedAttribute(XmlReader reader) =>
        (s_attributes.Contains(reader.Name) || reader.Prefix == "xmlns")
        && !(reader.Name is "href" or "src" && reader.Value.TrimStart().StartsWith("javascript:", StringComparison.OrdinalIgnoreCase));
}
