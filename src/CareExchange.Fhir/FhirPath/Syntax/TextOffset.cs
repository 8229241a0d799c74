using System.Text;

namespace CareExchange.Fhir.FhirPath.Syntax;

internal static class TextOffset
{
    /// <summary>The 1-based line and column of an offset; columns count UTF-8 bytes, as in every issue.</summary>
    public static (int Line, int Column) Locate(string text, int offset)
    {
        var before = text.AsSpan(0, Math.Clamp(offset, 0, text.Length));
        var lastBreak = before.LastIndexOf('\n');
        return (before.Count('\n') + 1, Encoding.UTF8.GetByteCount(before[(lastBreak + 1)..]) + 1);
    }
}
