namespace CareExchange.Fhir.FhirPath.Values;

/// <summary>Compares and combines quantities across units (FHIRPath N1, 6.1, 6.2 and 6.6).</summary>
internal static class QuantityArithmetic
{
    /// <summary>True where one unit can be converted into the other.</summary>
    public static bool AreComparable(QuantityValue left, QuantityValue right) => Align(left, right, false) is not null;

    /// <summary>Negative, zero or positive; null where the units do not convert.</summary>
    public static int? Compare(QuantityValue left, QuantityValue right) =>
        Align(left, right, false) is { } aligned ? aligned.Left.CompareTo(aligned.Right) : null;

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
        var value = sign > 0 ? left.Value * right.Value : left.Value / right.Value;
        if (right.Unit == QuantityValue.Unity) return left with { Value = value };
        if (UcumUnit.Parse(CodeOf(left)) is not { } a || UcumUnit.Parse(CodeOf(right)) is not { } b) return null;
        var unit = a.Combine(b, sign);
        return new QuantityValue(value * unit.Factor / unit.Divisor, unit.Dimensions);
    }

    /// <summary>The same quantity in another unit, calendar word or UCUM code; null where the units do not convert.</summary>
    public static QuantityValue? ConvertTo(QuantityValue quantity, string unit)
    {
        var target = new QuantityValue(1, unit, CalendarUnit.IsKeyword(unit));
        return InUnitOf(target, quantity, false) is { } converted ? target with { Value = converted } : null;
    }

    private static decimal? InUnitOf(QuantityValue target, QuantityValue quantity, bool isLoose)
    {
        try
        {
            return Align(target, quantity, isLoose) is { Factor: not 0 } aligned ? aligned.Right / aligned.Factor : null;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <summary>Both numbers in one unit, and what divides them back into the left one; null where the units do not convert.</summary>
    private static (decimal Left, decimal Right, decimal Factor)? Align(QuantityValue left, QuantityValue right, bool isLoose)
    {
        var (leftCode, rightCode) = (CodeOf(left), CodeOf(right));
        // 1 year and 1 'a' are equivalent but not equal: a calendar year is no fixed number of seconds (6.1.1).
        if (!isLoose && left.IsCalendar != right.IsCalendar && (IsAverage(leftCode, left) || IsAverage(rightCode, right))) return null;
        if (leftCode == rightCode) return (left.Value, right.Value, 1);
        if (UcumUnit.Parse(leftCode) is not { } first || UcumUnit.Parse(rightCode) is not { } second) return null;
        if (first.Dimensions != second.Dimensions) return null;
        try
        {
            var factor = first.Factor * second.Divisor;
            return (left.Value * factor, right.Value * second.Factor * first.Divisor, factor);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static bool IsAverage(string code, QuantityValue quantity) => quantity.IsCalendar && code is ("a" or "mo");

    private static string CodeOf(QuantityValue quantity) =>
        quantity.IsCalendar && CalendarUnit.Singular(quantity.Unit) is { } word ? CalendarUnit.ToUcum(word) : quantity.Unit;
}
