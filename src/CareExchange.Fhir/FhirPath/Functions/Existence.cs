using CareExchange.Fhir.FhirPath.Operators;

namespace CareExchange.Fhir.FhirPath.Functions;

/// <summary>FHIRPath N1, 5.1, and <c>not()</c> of 6.5.</summary>
internal static class Existence
{
    public static readonly Function[] Functions =
    [
        new("empty", 0, 0, static (in scope, input, call, output) => output.Add(input.Count == 0)),
        new("exists", 0, 1, Exists),
        new("all", 1, 1, All),
        new("allTrue", 0, 0, static (in scope, input, call, output) => Every(scope, input, call, true, output)),
        new("allFalse", 0, 0, static (in scope, input, call, output) => Every(scope, input, call, false, output)),
        new("anyTrue", 0, 0, static (in scope, input, call, output) => Any(scope, input, call, true, output)),
        new("anyFalse", 0, 0, static (in scope, input, call, output) => Any(scope, input, call, false, output)),
        new("subsetOf", 1, 1, static (in scope, input, call, output) => Subset(scope, input, call, false, output)),
        new("supersetOf", 1, 1, static (in scope, input, call, output) => Subset(scope, input, call, true, output)),
        new("count", 0, 0, static (in scope, input, call, output) => output.Add(input.Count)),
        new("distinct", 0, 0, Distinct),
        new("isDistinct", 0, 0, IsDistinct),
        new("not", 0, 0, Not),
    ];

    /// <summary>Fills an empty buffer with the distinct items.</summary>
    private static void AddDistinct(Evaluation run, Items input, Call call, Items output)
    {
        var seen = new ItemSet(output, run, call.Offset);
        foreach (ref readonly var item in input.Span)
        {
            if (!run.Spend(call.Offset)) return;
            seen.Add(item);
        }
    }

    private static void Exists(in Scope scope, Items input, Call call, Items output)
    {
        if (call.Count == 0)
        {
            output.Add(input.Count > 0);
            return;
        }

        for (var i = 0; i < input.Count && scope.Run.Spend(call.Offset); i++)
        {
            if (call.Criterion(scope, 0, input[i], i) != true) continue;
            output.Add(true);
            return;
        }

        output.Add(false);
    }

    private static void All(in Scope scope, Items input, Call call, Items output)
    {
        for (var i = 0; i < input.Count && scope.Run.Spend(call.Offset); i++)
        {
            if (call.Criterion(scope, 0, input[i], i) == true) continue;
            output.Add(false);
            return;
        }

        output.Add(true);
    }

    private static void Every(in Scope scope, Items input, Call call, bool wanted, Items output)
    {
        var answer = true;
        foreach (ref readonly var item in input.Span)
        {
            if (!Truth(scope, call, item, out var truth)) return;
            answer &= truth == wanted;
        }

        output.Add(answer);
    }

    private static void Any(in Scope scope, Items input, Call call, bool wanted, Items output)
    {
        var answer = false;
        foreach (ref readonly var item in input.Span)
        {
            if (!Truth(scope, call, item, out var truth)) return;
            answer |= truth == wanted;
        }

        output.Add(answer);
    }

    private static bool Truth(in Scope scope, Call call, in PathItem item, out bool truth)
    {
        truth = item.Value is true;
        if (item.Value is bool) return true;
        scope.Run.FailType(call.Offset, $"{call.Name}()", "Booleans", item.TypeName);
        return false;
    }

    private static void Subset(in Scope scope, Items input, Call call, bool isReversed, Items output)
    {
        var other = scope.Run.Rent();
        call.Argument(scope, 0, other);
        var (part, whole) = isReversed ? (other, input) : (input, other);
        var set = new ItemSet(whole, scope.Run, call.Offset);
        var answer = true;
        foreach (ref readonly var item in part.Span)
        {
            if (!scope.Run.Spend(call.Offset)) break;
            answer &= set.Contains(item);
        }

        scope.Run.Return(other);
        output.Add(answer);
    }

    private static void Distinct(in Scope scope, Items input, Call call, Items output)
    {
        var distinct = scope.Run.Rent();
        AddDistinct(scope.Run, input, call, distinct);
        output.AddRange(distinct);
        scope.Run.Return(distinct);
    }

    private static void IsDistinct(in Scope scope, Items input, Call call, Items output)
    {
        var distinct = scope.Run.Rent();
        AddDistinct(scope.Run, input, call, distinct);
        output.Add(distinct.Count == input.Count);
        scope.Run.Return(distinct);
    }

    private static void Not(in Scope scope, Items input, Call call, Items output)
    {
        if (Logic.ToBoolean(scope.Run, input, call.Offset, "not()") is { } truth) output.Add(!truth);
    }
}
