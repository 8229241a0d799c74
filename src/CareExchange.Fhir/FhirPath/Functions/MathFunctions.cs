using CareExchange.Fhir.FhirPath.Operators;
using CareExchange.Fhir.FhirPath.Values;

namespace CareExchange.Fhir.FhirPath.Functions;

/// <summary>FHIRPath N1, 5.7. A result that is no number, or leaves the decimals, is empty.</summary>
internal static class MathFunctions
{
    public static readonly Function[] Functions =
    [
        new("abs", 0, 0, Abs),
        Whole("ceiling", decimal.Ceiling),
        Whole("floor", decimal.Floor),
        Whole("truncate", decimal.Truncate),
        Real("exp", Math.Exp),
        Real("ln", Math.Log),
        Real("sqrt", Math.Sqrt),
        new("log", 1, 1, static (in scope, input, call, output) =>
        {
            if (Number(scope, input, call, out var number) && call.Number(scope, 0, out var other)) AddReal(Math.Log((double)number, (double)other), output);
        }),
        new("power", 1, 1, Power),
        new("round", 0, 1, Round),
    ];

    private static Function Whole(string name, Func<decimal, decimal> round) => new(name, 0, 0, (in scope, input, call, output) =>
    {
        if (Number(scope, input, call, out var number)) AddWhole(round(number), output);
    });

    private static Function Real(string name, Func<double, double> calculate) => new(name, 0, 0, (in scope, input, call, output) =>
    {
        if (Number(scope, input, call, out var number)) AddReal(calculate((double)number), output);
    });

    private static bool Number(in Scope scope, Items input, Call call, out decimal number)
    {
        number = 0;
        if (!call.Single(scope, input, out var item)) return false;
        if (item.Value is int or decimal)
        {
            number = Equality.Number(item.Value);
            return true;
        }

        scope.Run.FailType(call.Offset, $"{call.Name}()", "a number", item.TypeName);
        return false;
    }

    private static void Abs(in Scope scope, Items input, Call call, Items output)
    {
        if (!call.Single(scope, input, out var item)) return;
        switch (item.Value)
        {
            case int number and > int.MinValue: output.Add(Math.Abs(number)); break;
            case int: break;
            case decimal number: output.Add(PathItem.Of(Math.Abs(number))); break;
            case QuantityValue quantity: output.Add(PathItem.Of(quantity with { Value = Math.Abs(quantity.Value) })); break;
            default: scope.Run.FailType(call.Offset, "abs()", "a number or Quantity", item.TypeName); break;
        }
    }

    private static void Power(in Scope scope, Items input, Call call, Items output)
    {
        if (!call.Single(scope, input, out var item) || !Number(scope, input, call, out var number) || !call.Number(scope, 0, out var exponent)) return;
        var power = Math.Pow((double)number, (double)exponent);
        var isWhole = item.Value is int && exponent >= 0 && decimal.IsInteger(exponent);
        if (isWhole && Math.Abs(power) <= int.MaxValue) output.Add((int)power);
        else AddReal(power, output);
    }

    private static void Round(in Scope scope, Items input, Call call, Items output)
    {
        var places = 0;
        if (!Number(scope, input, call, out var number) || (call.Count == 1 && !call.Integer(scope, 0, out places))) return;
        if (places is < 0 or > 28)
        {
            scope.Run.FailType(call.Offset, "round()", "0 to 28 digits", "another number");
            return;
        }

        output.Add(PathItem.Of(Math.Round(number, places, MidpointRounding.AwayFromZero)));
    }

    private static void AddWhole(decimal whole, Items output)
    {
        if (whole is >= int.MinValue and <= int.MaxValue) output.Add((int)whole);
        else output.Add(PathItem.Of(whole));
    }

    private static void AddReal(double value, Items output)
    {
        if (!double.IsFinite(value) || Math.Abs(value) > 7.9e28) return;
        output.Add(PathItem.Of((decimal)value));
    }
}
