using System.Buffers;
using System.Text;
using System.Text.Json;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Narratives;

/// <summary>A narrative is one well-formed div of the permitted elements, with content, whose links lead somewhere (R4 narrative.html#xhtml; txt-1 and txt-2).</summary>
/// <remarks>Read once where it stands; a narrative without fault allocates nothing.</remarks>
internal sealed class XhtmlRule : Rule
{
    internal override void Check(Element element, ValidationRun run)
    {
        if (element.Kind != JsonKind.String) return;
        var raw = element.Raw;
        if (!raw.Contains((byte)'\\'))
        {
            new XhtmlWalk(element, run).Check(raw[1..^1]);
            return;
        }

        // JSON escapes only make a text longer, so the unescaped one fits into as many bytes.
        var buffer = ArrayPool<byte>.Shared.Rent(raw.Length);
        try
        {
            var reader = new Utf8JsonReader(raw);
            if (reader.Read()) new XhtmlWalk(element, run).Check(buffer.AsSpan(0, reader.CopyString(buffer)));
        }
        catch (Exception problem) when (problem is InvalidOperationException or JsonException)
        {
            // A lone surrogate in an escape stands for no character.
            run.Report(element, Issue.Error("invalid", "xhtml-syntax", "The narrative is not well-formed XHTML.", "서술(narrative)이 올바른 XHTML이 아닙니다."));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => "xhtml: permitted elements and attributes, content, links (txt-1, txt-2)";
}
