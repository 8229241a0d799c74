using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;

namespace CareExchange.Validation.Rules;

/// <summary>Base64 as it is written, measured without decoding it.</summary>
internal static class Base64Text
{
    /// <summary>How many bytes a base64Binary stands for; null where there is none, or it is not well formed.</summary>
    public static long? CountBytes(Element value)
    {
        if (value.Kind != JsonKind.String || value.Raw is not [(byte)'"', .. var text, (byte)'"']) return null;
        if (text.Contains((byte)'\\')) text = System.Text.Encoding.UTF8.GetBytes(value.Text ?? "");
        if (!TextScan.IsBase64(text)) return null;
        long letters = 0;
        long padding = 0;
        foreach (var letter in text)
        {
            if (letter is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') continue;
            letters++;
            if (letter == (byte)'=') padding++;
        }

        return (letters / 4 * 3) - padding;
    }
}
