using CareExchange.Fhir.FhirPath.Values;

namespace CareExchange.Fhir.FhirPath.Operators;

/// <summary><c>&lt; &lt;= &gt; &gt;=</c> (FHIRPath N1, 6.2).</summary>
internal static class Comparison
{
    /// <summary>Orders two items; null where it is undecided, and fails the run where the types have no common order.</summary>
    public static int? Compare(Evaluation run, in PathItem left, in PathItem right, int offset, string what)
    {
        if (TemporalBytes.Compare(left, right) is { } order) return order;
        if (ElementBytes.Number(left) is { } number && ElementBytes.Number(right) is { } other) return number.CompareTo(other);
        switch ((left.Value, right.Value))
        {
            case (string a, string b): return string.CompareOrdinal(a, b);
            case (int or decimal, int or decimal): return Equality.Number(left.Value).CompareTo(Equality.Number(right.Value));
            case (TemporalValue a, TemporalValue b) when (a.Kind == TemporalKind.Time) == (b.Kind == TemporalKind.Time):
                return TemporalComparison.Compare(a, b);
            case (QuantityValue a, QuantityValue b): return QuantityArithmetic.Compare(a, b);
            case (QuantityValue a, int or decimal): return QuantityArithmetic.Compare(a, new QuantityValue(Equality.Number(right.Value), QuantityValue.Unity));
            case (int or decimal, QuantityValue b): return QuantityArithmetic.Compare(new QuantityValue(Equality.Number(left.Value), QuantityValue.Unity), b);
            default:
                run.FailType(offset, $"'{what}'", "two values of one ordered type", $"{left.TypeName} and {right.TypeName}");
                return null;
        }
    }
}
