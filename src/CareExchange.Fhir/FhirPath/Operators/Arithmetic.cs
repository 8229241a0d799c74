using CareExchange.Fhir.FhirPath.Values;

namespace CareExchange.Fhir.FhirPath.Operators;

/// <summary><c>+ - * / div mod</c> (FHIRPath N1, 6.6). Overflow and division by zero are empty.</summary>
internal static class Arithmetic
{
    /// <summary>The result; null where it is empty or, with the run failed, where the types do not fit.</summary>
    public static object? Calculate(Evaluation run, string operation, in PathItem left, in PathItem right, int offset)
    {
        try
        {
            switch ((left.Value, right.Value))
            {
                case (int a, int b): return Integers(operation, a, b);
                case (int or decimal, int or decimal): return Decimals(operation, Equality.Number(left.Value), Equality.Number(right.Value));
                case (string a, string b) when operation == "+": return Join(run, a, b, offset);
                case (TemporalValue moment, QuantityValue amount) when operation is "+" or "-":
                    if (CalendarUnit.ForArithmetic(amount, right.IsElement) is { } unit) return TemporalArithmetic.Add(moment, operation == "+" ? amount.Value : -amount.Value, unit);
                    run.FailType(offset, $"'{operation}' on a date", "a calendar duration or a definite UCUM duration", $"the unit '{amount.Unit}'");
                    return null;
                case (QuantityValue a, QuantityValue b) when operation is "+" or "-": return QuantityArithmetic.Add(a, b, operation == "+" ? 1 : -1);
                case (QuantityValue a, QuantityValue b) when operation is "*" or "/": return QuantityArithmetic.Multiply(a, b, operation == "*" ? 1 : -1);
                case (QuantityValue a, int or decimal) when operation is "*" or "/":
                    return QuantityArithmetic.Multiply(a, new QuantityValue(Equality.Number(right.Value), QuantityValue.Unity), operation == "*" ? 1 : -1);
                case (int or decimal, QuantityValue b) when operation is "*":
                    return b with { Value = b.Value * Equality.Number(left.Value) };
            }
        }
        catch (ArithmeticException)
        {
            return null;
        }

        run.FailType(offset, $"'{operation}'", "two values it can combine", $"{left.TypeName} and {right.TypeName}");
        return null;
    }

    /// <summary>Joins strings within the bound on text.</summary>
    public static string? Join(Evaluation run, string left, string right, int offset)
    {
        return run.SpendText(offset, (long)left.Length + right.Length) ? left + right : null;
    }

    private static object? Integers(string operation, int left, int right) => operation switch
    {
        "+" => checked(left + right),
        "-" => checked(left - right),
        "*" => checked(left * right),
        "/" => right == 0 ? null : (decimal)left / right,
        "div" => right == 0 ? null : checked(left / right),
        _ => right == 0 ? null : right == -1 ? 0 : left % right,
    };

    private static object? Decimals(string operation, decimal left, decimal right) => operation switch
    {
        "+" => left + right,
        "-" => left - right,
        "*" => left * right,
        "/" => right == 0 ? null : left / right,
        "div" => right == 0 ? null : ToInteger(decimal.Truncate(left / right)),
        _ => right == 0 ? null : left % right,
    };

    private static object ToInteger(decimal whole) => whole is >= int.MinValue and <= int.MaxValue ? (int)whole : whole;
}
