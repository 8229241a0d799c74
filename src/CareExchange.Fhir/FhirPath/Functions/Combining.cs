namespace CareExchange.Fhir.FhirPath.Functions;

/// <summary>FHIRPath N1, 5.4, and the operator <c>|</c>.</summary>
internal static class Combining
{
    public static readonly Function[] Functions =
    [
        new("union", 1, 1, static (in scope, input, call, output) =>
        {
            var other = scope.Run.Rent();
            call.Argument(scope, 0, other);
            Union(scope.Run, input, other, call.Offset, output);
            scope.Run.Return(other);
        }),
        new("combine", 1, 1, static (in scope, input, call, output) =>
        {
            output.AddRange(input);
            call.Argument(scope, 0, output);
        }),
    ];

    /// <summary>Appends the items of both without duplicates.</summary>
    public static void Union(Evaluation run, Items left, Items right, int offset, Items output)
    {
        // What is in the output already belongs to another step, so duplicates are looked for in a buffer of our own.
        var merged = run.Rent();
        var seen = new ItemSet(merged, run, offset);
        foreach (ref readonly var item in left.Span)
        {
            if (run.Spend(offset)) seen.Add(item);
        }

        foreach (ref readonly var item in right.Span)
        {
            if (run.Spend(offset)) seen.Add(item);
        }

        output.AddRange(merged);
        run.Return(merged);
    }
}
