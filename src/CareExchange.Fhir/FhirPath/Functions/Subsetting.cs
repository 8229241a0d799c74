namespace CareExchange.Fhir.FhirPath.Functions;

/// <summary>FHIRPath N1, 5.3.</summary>
internal static class Subsetting
{
    public static readonly Function[] Functions =
    [
        new("single", 0, 0, static (in scope, input, call, output) =>
        {
            if (call.Single(scope, input, out var item)) output.Add(item);
        }),
        new("first", 0, 0, static (in scope, input, call, output) => AddRange(input, 0, 1, output)),
        new("last", 0, 0, static (in scope, input, call, output) => AddRange(input, input.Count - 1, 1, output)),
        new("tail", 0, 0, static (in scope, input, call, output) => AddRange(input, 1, input.Count, output)),
        new("skip", 1, 1, static (in scope, input, call, output) =>
        {
            if (call.Integer(scope, 0, out var number)) AddRange(input, Math.Max(number, 0), input.Count, output);
        }),
        new("take", 1, 1, static (in scope, input, call, output) =>
        {
            if (call.Integer(scope, 0, out var number)) AddRange(input, 0, Math.Max(number, 0), output);
        }),
        new("intersect", 1, 1, Intersect),
        new("exclude", 1, 1, Exclude),
    ];

    private static void AddRange(Items input, int from, int count, Items output)
    {
        for (var i = Math.Max(from, 0); i < input.Count && count > 0; i++, count--) output.Add(input[i]);
    }

    private static void Intersect(in Scope scope, Items input, Call call, Items output)
    {
        var other = scope.Run.Rent();
        var shared = scope.Run.Rent();
        call.Argument(scope, 0, other);
        var set = new ItemSet(other, scope.Run, call.Offset);
        var seen = new ItemSet(shared, scope.Run, call.Offset);
        foreach (ref readonly var item in input.Span)
        {
            if (!scope.Run.Spend(call.Offset)) break;
            if (set.Contains(item)) seen.Add(item);
        }

        output.AddRange(shared);
        scope.Run.Return(shared);
        scope.Run.Return(other);
    }

    private static void Exclude(in Scope scope, Items input, Call call, Items output)
    {
        var other = scope.Run.Rent();
        call.Argument(scope, 0, other);
        var set = new ItemSet(other, scope.Run, call.Offset);
        foreach (ref readonly var item in input.Span)
        {
            if (!scope.Run.Spend(call.Offset)) break;
            if (!set.Contains(item)) output.Add(item);
        }

        scope.Run.Return(other);
    }
}
