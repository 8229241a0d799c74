using System.Globalization;

namespace CareExchange.Fhir.FhirPath.Values;

/// <summary>Numbers as FHIRPath writes them; <see cref="decimal"/> keeps trailing zeros, so digits survive.</summary>
internal static class Numbers
{
    /// <summary>Reads <c>(+|-)?\d+(\.\d+)?</c>; false for more than 28 digits.</summary>
    public static bool TryDecimal(ReadOnlySpan<char> text, out decimal value)
    {
        value = 0;
        return text.Length > 0
            && char.IsAsciiDigit(text[^1])
            && char.IsAsciiDigit(text[text[0] is '+' or '-' && text.Length > 1 ? 1 : 0])
            && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Reads <c>(+|-)?\d+</c> within 32 bits.</summary>
    public static bool TryInteger(ReadOnlySpan<char> text, out int value) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    /// <summary>The decimal places of two numbers that both can vouch for (FHIRPath N1, 6.1.2): trailing zeros say nothing.</summary>
    public static int SharedPlaces(decimal left, decimal right) => Math.Min(Places(left), Places(right));

    // Division by one written with 28 zeros drops trailing zeros without changing the value.
    private static int Places(decimal value) => (value / 1.0000000000000000000000000000m).Scale;
}
