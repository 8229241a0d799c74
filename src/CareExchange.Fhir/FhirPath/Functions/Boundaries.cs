using CareExchange.Fhir.FhirPath.Values;

namespace CareExchange.Fhir.FhirPath.Functions;

/// <summary><c>lowBoundary highBoundary precision comparable</c>: what a value of limited precision may stand for.</summary>
internal static class Boundaries
{
    public static readonly Function[] Functions =
    [
        new("lowBoundary", 0, 1, static (in scope, input, call, output) => AddBoundary(scope, input, call, false, output)),
        new("highBoundary", 0, 1, static (in scope, input, call, output) => AddBoundary(scope, input, call, true, output)),
        new("precision", 0, 0, Precision),
        new("comparable", 1, 1, Comparable),
    ];

    private static void AddBoundary(in Scope scope, Items input, Call call, bool isHigh, Items output)
    {
        int? digits = null;
        if (!call.Single(scope, input, out var item)) return;
        if (call.Count == 1)
        {
            if (!call.Integer(scope, 0, out var wanted)) return;
            digits = wanted;
        }

        switch (item.Value)
        {
            case int number when Of(number, digits, isHigh) is { } bound: output.Add(PathItem.Of(bound)); break;
            case decimal number when Of(number, digits, isHigh) is { } bound: output.Add(PathItem.Of(bound)); break;
            case QuantityValue quantity when Of(quantity.Value, digits, isHigh) is { } bound: output.Add(PathItem.Of(quantity with { Value = bound })); break;
            case TemporalValue temporal when TemporalBoundary.Of(temporal, digits, isHigh) is { } bound: output.Add(PathItem.Of(bound)); break;
            case int or decimal or QuantityValue or TemporalValue or null: break;
            default: scope.Run.FailType(call.Offset, $"{call.Name}()", "a number, Quantity, date or time", item.TypeName); break;
        }
    }

    // 1.587 stands for everything from 1.5865 to 1.5875; the result is the nearest number of the wanted digits outside of that.
    private static decimal? Of(decimal value, int? wanted, bool isHigh)
    {
        var digits = wanted ?? 8;
        if (digits is < 0 or > 28) return null;
        var unit = new decimal(1, 0, 0, false, (byte)digits);
        // With no significant digit left, the public suite answers zero instead of the next step.
        if (value.Scale > digits && value != 0 && Math.Abs(value) < unit && decimal.Truncate(value) == 0) return WithScale(0m, digits);
        try
        {
            var half = new decimal(5, 0, 0, false, (byte)Math.Min(value.Scale + 1, 28));
            var steps = (isHigh ? value + half : value - half) / unit;
            return WithScale((isHigh ? decimal.Ceiling(steps) : decimal.Floor(steps)) * unit, digits);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static decimal WithScale(decimal value, int digits) => value + new decimal(0, 0, 0, false, (byte)digits);

    private static void Precision(in Scope scope, Items input, Call call, Items output)
    {
        if (!call.Single(scope, input, out var item)) return;
        switch (item.Value)
        {
            case decimal number: output.Add((int)number.Scale); break;
            case int: output.Add(0); break;
            case TemporalValue temporal: output.Add(TemporalBoundary.DigitsOf(temporal)); break;
            case null: break;
            default: scope.Run.FailType(call.Offset, "precision()", "a Decimal, date or time", item.TypeName); break;
        }
    }

    private static void Comparable(in Scope scope, Items input, Call call, Items output)
    {
        if (!call.Single(scope, input, out var item) || !call.One(scope, 0, out var other)) return;
        if (item.Value is QuantityValue left && other.Value is QuantityValue right) output.Add(QuantityArithmetic.AreComparable(left, right));
        else scope.Run.FailType(call.Offset, "comparable()", "two Quantities", $"{item.TypeName} and {other.TypeName}");
    }
}
