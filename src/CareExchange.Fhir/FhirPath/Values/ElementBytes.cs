using System.Globalization;
using System.Text;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;

namespace CareExchange.Fhir.FhirPath.Values;

/// <summary>Reads values of elements where they stand, without a string or a box for each; answers null wherever that is not plainly possible.</summary>
internal static class ElementBytes
{
    private const int LongestInteger = 9;

    /// <summary>Whether two strings are the same; null where one is no string, or has to be decoded first.</summary>
    public static bool? AreEqual(in PathItem left, in PathItem right)
    {
        if (left.IsElement) return right.IsElement ? AreEqual(left.Element, right.Element) : AreEqual(left.Element, right.Computed as string);
        return right.IsElement ? AreEqual(right.Element, left.Computed as string) : null;
    }

    /// <summary>A number as a decimal; null where the item is none, or is written in a way that its type does not allow.</summary>
    public static decimal? Number(in PathItem item)
    {
        if (!item.IsElement) return item.Computed switch
        {
            int integer => integer,
            decimal number => number,
            _ => null,
        };
        var element = item.Element;
        if (element.Kind != JsonKind.Number) return null;
        var raw = element.Raw;
        var isWritten = element.TypeName switch
        {
            "decimal" => element.Type is not null,
            "integer" or "positiveInt" or "unsignedInt" => raw.Length <= LongestInteger && !raw.ContainsAnyExceptInRange((byte)'0', (byte)'9'),
            _ => false,
        };
        return isWritten && decimal.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;
    }

    private static bool? AreEqual(Element left, Element right)
    {
        if (!TryText(left, out var a) || !TryText(right, out var b)) return null;
        return a.SequenceEqual(b);
    }

    private static bool? AreEqual(Element element, string? text)
    {
        if (text is null || !TryText(element, out var bytes)) return null;
        if (bytes.Length < text.Length) return false;

        // Letters beyond ASCII take more bytes than characters; they are left to those who decode.
        if (Ascii.IsValid(bytes)) return Ascii.Equals(bytes, text);
        return null;
    }

    private static bool TryText(Element element, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (element.Kind != JsonKind.String || !ElementValue.IsString(element)) return false;
        text = element.Raw[1..^1];
        return !text.Contains((byte)'\\');
    }
}
