using CareExchange.Fhir.FhirPath.Operators;
using CareExchange.Fhir.FhirPath.Syntax;

namespace CareExchange.Fhir.FhirPath.Functions;

/// <summary><c>sort([key, …])</c> of FHIRPath 2.1 and later: a key with a leading minus sorts downwards.</summary>
internal static class Sorting
{
    /// <summary>The argument that yields the key itself: of a descending key the operand of its sign.</summary>
    public static Node KeyOf(Node argument) => argument is PolarityNode { IsNegative: true } sign ? sign.Operand : argument;

    public static void Sort(in Scope scope, Items input, Call call, Items output)
    {
        var order = new int[input.Count];
        var keys = new PathItem[input.Count, Math.Max(call.Count, 1)];
        for (var i = 0; i < input.Count && scope.Run.Spend(call.Offset); i++)
        {
            order[i] = i;
            if (call.Count == 0) keys[i, 0] = input[i];
            for (var k = 0; k < call.Count; k++) keys[i, k] = Key(scope, call, k, input[i], i);
        }

        var run = scope.Run;
        // An unstable sort would reorder equal items, so the position decides last.
        Array.Sort(order, (left, right) => Compare(run, call, keys, left, right) is var found and not 0 ? found : left.CompareTo(right));
        foreach (var index in order) output.Add(input[index]);
    }

    private static PathItem Key(in Scope scope, Call call, int index, in PathItem item, int position)
    {
        var found = scope.Run.Rent();
        call.Argument(scope, index, item, position, found);
        call.Single(scope, found, out var key);
        scope.Run.Return(found);
        return key;
    }

    private static int Compare(Evaluation run, Call call, PathItem[,] keys, int left, int right)
    {
        for (var k = 0; k < keys.GetLength(1); k++)
        {
            var (a, b) = (keys[left, k], keys[right, k]);
            // An item without the key comes first, upwards and downwards alike.
            if (a.Exists != b.Exists) return a.Exists ? 1 : -1;
            var found = !a.Exists || run.HasFailed ? 0 : Comparison.Compare(run, a, b, call.Offset, "sort") ?? 0;
            if (found != 0) return k < call.Count && call.Nodes[k] is PolarityNode { IsNegative: true } ? -found : found;
        }

        return 0;
    }
}
