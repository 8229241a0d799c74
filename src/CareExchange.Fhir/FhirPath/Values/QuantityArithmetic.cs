using CareExchange.Fhir.Ucum;

namespace CareExchange.Fhir.FhirPath.Values;

/// <summary>Compares and combines quantities across units (FHIRPath N1, 6.1, 6.2 and 6.6).</summary>
internal static class QuantityArithmetic
{
    /// <summary>True where one unit can be converted into the other.</summary>
    public static bool AreComparable(QuantityValue left, QuantityValue right) => Compare(left, right) is not null;

    /// <summary>Negative, zero or positive; null where the units do not convert.</summary>
    public static int? Compare(QuantityValue left, QuantityValue right)
    {
        var (leftCode, rightCode) = (CodeOf(left), CodeOf(right));
        if (AreApart(left, leftCode, right, rightCode)) return null;
        if (leftCode == rightCode) return left.Value.CompareTo(right.Value);
        return UcumUnit.Parse(leftCode) is { } first && UcumUnit.Parse(rightCode) is { } second ? first.Compare(left.Value, right.Value, second) : null;
    }

    /// <summary>Equal to the shared precision, with calendar years and months taken as their UCUM averages.</summary>
    public static bool AreEquivalent(QuantityValue left, QuantityValue right)
    {
        // Precision is judged in the left unit: 4 'g' ~ 4040 'mg' because 4.04 g is 4 g to the gram.
        if (InUnitOf(left, right, true) is not { } converted) return false;
        var places = Numbers.SharedPlaces(left.Value, converted);
        return Math.Round(left.Value, places) == Math.Round(converted, places);
    }

    /// <summary>Sum or difference in the left unit; null where the units do not convert.</summary>
    /// <exception cref="OverflowException">The sum leaves the decimals.</exception>
    public static QuantityValue? Add(QuantityValue left, QuantityValue right, int sign) =>
        InUnitOf(left, right, false) is { } converted ? left with { Value = left.Value + (sign * converted) } : null;

    /// <summary>Product (sign 1) or quotient (sign -1) in base units; null where a unit is not known or the divisor is zero.</summary>
    /// <exception cref="ArithmeticException">The result leaves the decimals.</exception>
    public static QuantityValue? Multiply(QuantityValue left, QuantityValue right, int sign)
    {
        if (sign < 0 && right.Value == 0) return null;
        if (right.Unit == QuantityValue.Unity) return left with { Value = sign > 0 ? left.Value * right.Value : left.Value / right.Value };
        if (UcumUnit.Parse(CodeOf(left)) is not { } first || UcumUnit.Parse(CodeOf(right)) is not { } second) return null;
        return first.Multiply(left.Value, right.Value, second, sign) is var (value, code) ? new QuantityValue(value, code) : null;
    }

    /// <summary>The same quantity in another unit, calendar word or UCUM code; null where the units do not convert.</summary>
    public static QuantityValue? ConvertTo(QuantityValue quantity, string unit)
    {
        var target = new QuantityValue(1, unit, CalendarUnit.IsKeyword(unit));
        return InUnitOf(target, quantity, false) is { } converted ? target with { Value = converted } : null;
    }

    private static decimal? InUnitOf(QuantityValue target, QuantityValue quantity, bool isLoose)
    {
        var (targetCode, code) = (CodeOf(target), CodeOf(quantity));
        if (!isLoose && AreApart(target, targetCode, quantity, code)) return null;
        if (targetCode == code) return quantity.Value;
        return UcumUnit.Parse(code) is { } from && UcumUnit.Parse(targetCode) is { } to ? from.Convert(quantity.Value, to) : null;
    }

    // 1 year and 1 'a' are equivalent but not equal: a calendar year is no fixed number of seconds (6.1.1).
    private static bool AreApart(QuantityValue left, string leftCode, QuantityValue right, string rightCode) =>
        left.IsCalendar != right.IsCalendar && (IsAverage(leftCode, left) || IsAverage(rightCode, right));

    private static bool IsAverage(string code, QuantityValue quantity) => quantity.IsCalendar && code is ("a" or "mo");

    private static string CodeOf(QuantityValue quantity) =>
        quantity.IsCalendar && CalendarUnit.Singular(quantity.Unit) is { } word ? CalendarUnit.ToUcum(word) : quantity.Unit;
}
