namespace CareExchange.Fhir.FhirPath.Values;

/// <summary>Compares and combines quantities across units (FHIRPath N1, 6.1, 6.2 and 6.6).</summary>
internal static class QuantityArithmetic
{
    /// <summary>True where one unit can be converted into the other.</summary>
    public static bool AreComparable(QuantityValue left, QuantityValue right) => TryAlign(left, right, false, out _, out _);

    /// <summary>Negative, zero or positive; null where the units do not convert.</summary>
    public static int? Compare(QuantityValue left, QuantityValue right) =>
        TryAlign(left, right, false, out var a, out var b) ? a.CompareTo(b) : null;

    /// <summary>Equal to the shared precision, with calendar years and months taken as their UCUM averages.</summary>
    public static bool AreEquivalent(QuantityValue left, QuantityValue right)
    {
        if (!TryAlign(left, right, true, out var a, out var b)) return false;
        // Precision is judged in the left unit: 4 'g' ~ 4040 'mg' because 4.04 g is 4 g to the gram.
        if (!TryFactor(left, out var factor) || factor == 0) return a == b;
        var converted = b / factor;
        var places = Numbers.SharedPlaces(left.Value, converted);
        return Math.Round(left.Value, places) == Math.Round(converted, places);
    }

    /// <summary>Sum or difference in the left unit; null where the units do not convert.</summary>
    public static QuantityValue? Add(QuantityValue left, QuantityValue right, int sign)
    {
        if (left.Unit == right.Unit && left.IsCalendar == right.IsCalendar) return left with { Value = left.Value + (sign * right.Value) };
        if (!TryAlign(left, right, false, out var a, out var b) || !TryFactor(left, out var factor)) return null;
        return left with { Value = (a + (sign * b)) / factor };
    }

    /// <summary>Product (sign 1) or quotient (sign -1) in base units; null where a unit is not known or the divisor is zero.</summary>
    public static QuantityValue? Multiply(QuantityValue left, QuantityValue right, int sign)
    {
        if (sign < 0 && right.Value == 0) return null;
        var value = sign > 0 ? left.Value * right.Value : left.Value / right.Value;
        if (right.Unit == QuantityValue.Unity) return left with { Value = value };
        if (UcumUnit.Parse(CodeOf(left)) is not { } a || UcumUnit.Parse(CodeOf(right)) is not { } b) return null;
        return a.Combine(b, sign) is { } unit ? new QuantityValue(value * unit.Factor, unit.Dimensions) : null;
    }

    /// <summary>The same quantity in another unit, calendar word or UCUM code; null where the units do not convert.</summary>
    public static QuantityValue? ConvertTo(QuantityValue quantity, string unit)
    {
        var target = new QuantityValue(1, unit, CalendarUnit.IsKeyword(unit));
        if (quantity.Unit == unit) return quantity;
        return TryAlign(quantity, target, false, out var value, out var one) ? target with { Value = value / one } : null;
    }

    private static bool TryAlign(QuantityValue left, QuantityValue right, bool isLoose, out decimal a, out decimal b)
    {
        (a, b) = (left.Value, right.Value);
        var (leftCode, rightCode) = (CodeOf(left), CodeOf(right));
        if (leftCode == rightCode && (isLoose || left.IsCalendar == right.IsCalendar || !IsAverage(leftCode))) return true;
        if (!isLoose && (IsCalendarAverage(left) || IsCalendarAverage(right)) && !(left.IsCalendar && right.IsCalendar)) return false;
        if (UcumUnit.Parse(leftCode) is not { } first || UcumUnit.Parse(rightCode) is not { } second) return false;
        if (first.Dimensions != second.Dimensions) return false;
        try
        {
            (a, b) = (a * first.Factor, b * second.Factor);
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    private static bool TryFactor(QuantityValue quantity, out decimal factor)
    {
        factor = 1;
        if (UcumUnit.Parse(CodeOf(quantity)) is not { } unit) return false;
        factor = unit.Factor;
        return factor != 0;
    }

    // 1 year and 1 'a' are equivalent but not equal: a calendar year is no fixed number of seconds (6.1.1).
    private static bool IsAverage(string code) => code is "a" or "mo";

    private static bool IsCalendarAverage(QuantityValue quantity) => quantity.IsCalendar && IsAverage(CodeOf(quantity));

    private static string CodeOf(QuantityValue quantity) =>
        quantity.IsCalendar && CalendarUnit.Singular(quantity.Unit) is { } word ? CalendarUnit.ToUcum(word) : quantity.Unit;
}
