using System.Xml;
using CareExchange.Fhir.Json;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Fhir.Xml;

/// <summary>What the platform's reader refused, told by what stands at the place: its own words may quote the text.</summary>
internal static class XmlSyntax
{
    public static Issue Explain(XmlSourceText source, XmlException problem)
    {
        var at = new TextPosition(Math.Max(1, problem.LineNumber), Math.Max(1, problem.LinePosition));
        var offset = source.Offset(at.Line, at.Column);
        if (Stands(source.Text, offset, "<!DOCTYPE")) return XmlIssues.Dtd(at);
        return Stands(source.Text, offset, "&") && IsEntityName(source.Text, offset) ? XmlIssues.Entity(at) : XmlIssues.Syntax(at);
    }

    // The reader points at the markup itself or at the name inside it.
    private static bool Stands(string text, int offset, string markup)
    {
        for (var back = 0; back <= markup.Length && back <= offset; back++)
        {
            if (text.AsSpan(offset - back).StartsWith(markup, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }

    private static bool IsEntityName(string text, int offset)
    {
        if (offset < text.Length && text[offset] == '&') offset++;
        return offset < text.Length && XmlConvert.IsStartNCNameChar(text[offset]);
    }
}
