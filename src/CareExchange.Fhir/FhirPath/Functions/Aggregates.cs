using CareExchange.Fhir.FhirPath.Operators;

namespace CareExchange.Fhir.FhirPath.Functions;

/// <summary>FHIRPath N1, section 7, and the shorthands of 2.1.</summary>
internal static class Aggregates
{
    public static readonly Function[] Functions =
    [
        new("aggregate", 1, 2, Aggregate),
        new("sum", 0, 0, static (in scope, input, call, output) => Fold(scope, input, call, output)),
        new("avg", 0, 0, Average),
        new("min", 0, 0, static (in scope, input, call, output) => Extreme(scope, input, call, -1, output)),
        new("max", 0, 0, static (in scope, input, call, output) => Extreme(scope, input, call, 1, output)),
    ];

    private static void Aggregate(in Scope scope, Items input, Call call, Items output)
    {
        var run = scope.Run;
        var (total, next) = (run.Rent(), run.Rent());
        if (call.Count == 2) call.Argument(scope, 1, total);
        for (var i = 0; i < input.Count && run.Spend(call.Offset); i++)
        {
            next.Clear();
            call.Argument(new Scope(run, scope.This, scope.Index, total), 0, input[i], i, next);
            (total, next) = (next, total);
        }

        output.AddRange(total);
        run.Return(total);
        run.Return(next);
    }

    private static bool Fold(in Scope scope, Items input, Call call, Items output)
    {
        if (input.Count == 0) return false;
        var sum = input[0];
        for (var i = 1; i < input.Count; i++)
        {
            if (!scope.Run.Spend(call.Offset) || Arithmetic.Calculate(scope.Run, "+", sum, input[i], call.Offset) is not { } next) return false;
            sum = PathItem.OfValue(next);
        }

        output.Add(sum);
        return true;
    }

    private static void Average(in Scope scope, Items input, Call call, Items output)
    {
        var sum = scope.Run.Rent();
        if (Fold(scope, input, call, sum)
            && Arithmetic.Calculate(scope.Run, "/", sum[0], PathItem.Of((decimal)input.Count), call.Offset) is { } average)
        {
            output.Add(PathItem.OfValue(average));
        }

        scope.Run.Return(sum);
    }

    private static void Extreme(in Scope scope, Items input, Call call, int direction, Items output)
    {
        if (input.Count == 0) return;
        var best = input[0];
        for (var i = 1; i < input.Count; i++)
        {
            if (!scope.Run.Spend(call.Offset) || Comparison.Compare(scope.Run, input[i], best, call.Offset, call.Name) is not { } order) return;
            if (Math.Sign(order) == direction) best = input[i];
        }

        output.Add(best);
    }
}
