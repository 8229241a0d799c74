using System.Text;
using CareExchange.Fhir.Elements;

namespace CareExchange.Validation.Rules;

/// <summary>Short texts of elements as characters, without a string for each.</summary>
internal static class ElementText
{
    /// <summary>The value's text; in <paramref name="buffer"/> where it fits and has no escapes, else a string of its own. Empty where there is none.</summary>
    public static ReadOnlySpan<char> Read(Element element, Span<char> buffer)
    {
        if (!element.HasValue) return default;
        if (element.Raw is not [(byte)'"', .. var text, (byte)'"'] || text.Length > buffer.Length || text.Contains((byte)'\\')) return element.Text;
        return buffer[..Encoding.UTF8.GetChars(text, buffer)];
    }
}
