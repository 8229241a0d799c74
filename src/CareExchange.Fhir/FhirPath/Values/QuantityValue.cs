using System.Buffers;
using System.Globalization;

namespace CareExchange.Fhir.FhirPath.Values;

/// <summary>A FHIRPath quantity.</summary>
/// <param name="Value">The number, with the digits it was written with.</param>
/// <param name="Unit">A UCUM code, <c>1</c> for none, or a calendar word as written (<c>days</c>).</param>
/// <param name="IsCalendar">True where the unit is a calendar word.</param>
public sealed record QuantityValue(decimal Value, string Unit, bool IsCalendar = false)
{
    private static readonly SearchValues<char> s_number = SearchValues.Create("+-0123456789.");

    /// <summary>The unit of plain numbers.</summary>
    public const string Unity = "1";

    /// <summary>The literal form: <c>1 'wk'</c>, <c>7 days</c>.</summary>
    public string Text => IsCalendar
        ? string.Create(CultureInfo.InvariantCulture, $"{Value} {Unit}")
        : string.Create(CultureInfo.InvariantCulture, $"{Value} '{Unit}'");

    /// <summary>Reads the literal form, in which the unit may be missing; null where the text is something else.</summary>
    public static QuantityValue? Parse(string text)
    {
        var digits = text.AsSpan().IndexOfAnyExcept(s_number) is >= 0 and var end ? end : text.Length;
        if (!Numbers.TryDecimal(text.AsSpan(0, digits), out var value)) return null;
        var rest = text.AsSpan(digits);
        var unit = rest.TrimStart();
        if (unit.IsEmpty) return rest.IsEmpty ? new QuantityValue(value, Unity) : null;
        if (unit[0] == '\'') return unit.Length > 2 && unit[^1] == '\'' ? new QuantityValue(value, unit[1..^1].ToString()) : null;
        return rest.Length > unit.Length && CalendarUnit.IsKeyword(unit.ToString()) ? new QuantityValue(value, unit.ToString(), true) : null;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
