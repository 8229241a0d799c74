namespace CareExchange.Fhir.FhirPath.Functions;

/// <summary>FHIRPath N1, 5.2, without <c>ofType()</c>.</summary>
internal static class Filtering
{
    public static readonly Function[] Functions =
    [
        new("where", 1, 1, Where),
        new("select", 1, 1, Select),
        new("repeat", 1, 1, Repeat),
        new("sort", 0, int.MaxValue, Sorting.Sort),
    ];

    private static void Where(in Scope scope, Items input, Call call, Items output)
    {
        for (var i = 0; i < input.Count && scope.Run.Spend(call.Offset); i++)
        {
            if (call.Criterion(scope, 0, input[i], i) == true) output.Add(input[i]);
        }
    }

    private static void Select(in Scope scope, Items input, Call call, Items output)
    {
        for (var i = 0; i < input.Count && scope.Run.Spend(call.Offset); i++)
        {
            call.Argument(scope, 0, input[i], i, output);
        }
    }

    // Each found item is projected in turn; an item equal to an earlier one ends its branch, or a cycle would not end (5.2.3).
    private static void Repeat(in Scope scope, Items input, Call call, Items output)
    {
        var found = scope.Run.Rent();
        var unique = scope.Run.Rent();
        var seen = new ItemSet(unique, scope.Run, call.Offset);
        for (var i = 0; i < input.Count && scope.Run.Spend(call.Offset); i++) Project(scope, call, input[i], i, found, ref seen);
        for (var i = 0; i < unique.Count && scope.Run.Spend(call.Offset); i++) Project(scope, call, unique[i], i, found, ref seen);
        output.AddRange(unique);
        scope.Run.Return(found);
        scope.Run.Return(unique);
    }

    private static void Project(in Scope scope, Call call, PathItem item, int position, Items found, ref ItemSet seen)
    {
        found.Clear();
        call.Argument(scope, 0, item, position, found);
        foreach (ref readonly var next in found.Span)
        {
            // Every new item will be projected itself, so endless growth is stopped early.
            if (seen.Add(next)) scope.Run.Spend(call.Offset, 20);
        }
    }
}
