using System.Text;
using CareExchange.Fhir.FhirPath.Functions;
using CareExchange.Fhir.FhirPath.Operators;
using CareExchange.Fhir.FhirPath.Syntax;

namespace CareExchange.Fhir.FhirPath.Compilation;

/// <summary>Steps of the binary operators (FHIRPath N1, section 6). Operands see the same scope and need not be evaluated where the other decides.</summary>
internal static class BinaryOperators
{
    public static Step Compile(BinaryNode node, Step left, Step right)
    {
        switch (node.Operator)
        {
            case "and": return Logical(node, left, right, false, Logic.And);
            case "or": return Logical(node, left, right, true, Logic.Or);
            case "xor": return Logical(node, left, right, null, Logic.Xor);
            case "implies": return Logical(node, left, right, false, Logic.Implies);
            case "=" or "!=": return Equal(node, left, right);
            case "~" or "!~":
                var isEquivalent = node.Operator == "~";
                return Both(left, right, (run, a, b, output) => output.Add(Equality.AreEquivalent(a, b) == isEquivalent));
            case "|": return Both(left, right, (run, a, b, output) => Combining.Union(run, a, b, node.Offset, output));
            case "in": return Both(left, right, (run, a, b, output) => AddMembership(run, a, b, node, output));
            case "contains": return Both(left, right, (run, a, b, output) => AddMembership(run, b, a, node, output));
            case "&": return Both(left, right, (run, a, b, output) => AddConcatenation(run, a, b, node, output));
            case "<" or "<=" or ">" or ">=": return Both(left, right, (run, a, b, output) => AddComparison(run, a, b, node, output));
            default: return Both(left, right, (run, a, b, output) => AddCalculation(run, a, b, node, output));
        }
    }

    private delegate void Combine(Evaluation run, Items left, Items right, Items output);

    private static Step Both(Step left, Step right, Combine combine) => (in scope, output) =>
    {
        var run = scope.Run;
        var (a, b) = (run.Rent(), run.Rent());
        left(scope, a);
        if (!run.HasFailed) right(scope, b);
        if (!run.HasFailed) combine(run, a, b, output);
        run.Return(b);
        run.Return(a);
    };

    // A left operand that decides alone (decider) spares the right one.
    private static Step Logical(BinaryNode node, Step left, Step right, bool? decider, Func<bool?, bool?, bool?> combine)
    {
        var name = $"'{node.Operator}'";
        return (in scope, output) =>
        {
            var run = scope.Run;
            var found = run.Rent();
            left(scope, found);
            var a = Logic.ToBoolean(run, found, node.Offset, name);
            bool? b = null;
            if (!run.HasFailed && (a is null || a != decider))
            {
                found.Clear();
                right(scope, found);
                b = Logic.ToBoolean(run, found, node.Offset, name);
            }

            run.Return(found);
            if (!run.HasFailed && combine(a, b) is { } answer) output.Add(answer);
        };
    }

    private static Step Equal(BinaryNode node, Step left, Step right)
    {
        var isEqual = node.Operator == "=";
        // Most expressions compare a code with a literal: then the document's bytes are compared as they stand.
        if (node.Right is LiteralNode { Value: string literal })
        {
            var bytes = Encoding.UTF8.GetBytes(literal);
            var item = PathItem.Of(literal);
            return (in scope, output) =>
            {
                var found = scope.Run.Rent();
                left(scope, found);
                if (found.Count == 1 && !scope.Run.HasFailed) output.Add(EqualsLiteral(found[0], item, bytes) == isEqual);
                else if (found.Count > 1) output.Add(!isEqual);
                scope.Run.Return(found);
            };
        }

        return Both(left, right, (run, a, b, output) =>
        {
            if (run.Spend(node.Offset, a.Count) && Equality.AreEqual(a, b) is { } answer) output.Add(answer == isEqual);
        });
    }

    private static bool EqualsLiteral(in PathItem item, in PathItem literal, byte[] bytes)
    {
        if (item.IsElement && ElementValue.IsString(item.Element))
        {
            var raw = item.Element.Raw;
            if (raw.Length >= 2 && raw[0] == '"' && !raw.Contains((byte)'\\')) return raw[1..^1].SequenceEqual(bytes);
        }

        return Equality.AreEqual(item, literal) == true;
    }

    private static void AddMembership(Evaluation run, Items element, Items collection, BinaryNode node, Items output)
    {
        if (element.Count == 0) return;
        if (element.Count > 1)
        {
            run.FailSingleton(node.Offset, $"'{node.Operator}'", element.Count);
            return;
        }

        var isMember = false;
        foreach (ref readonly var item in collection.Span)
        {
            if (!run.Spend(node.Offset)) return;
            isMember |= Equality.AreEqual(item, element[0]) == true;
        }

        output.Add(isMember);
    }

    private static void AddConcatenation(Evaluation run, Items left, Items right, BinaryNode node, Items output)
    {
        if (Text(run, left, node) is { } a && Text(run, right, node) is { } b && Arithmetic.Join(run, a, b, node.Offset) is { } joined) output.Add(joined);
    }

    // For & an empty operand is an empty string (6.6.4).
    private static string? Text(Evaluation run, Items items, BinaryNode node)
    {
        if (items.Count == 0) return "";
        if (items.Count > 1)
        {
            run.FailSingleton(node.Offset, "'&'", items.Count);
            return null;
        }

        if (items[0].Value is string text) return text;
        if (items[0] is { IsElement: true, Element: { IsPrimitive: true, HasValue: false } }) return "";
        run.FailType(node.Offset, "'&'", "Strings", items[0].TypeName);
        return null;
    }

    private static void AddComparison(Evaluation run, Items left, Items right, BinaryNode node, Items output)
    {
        if (!Singles(run, left, right, node)) return;
        if (Comparison.Compare(run, left[0], right[0], node.Offset, node.Operator) is not { } order) return;
        output.Add(node.Operator switch
        {
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        });
    }

    private static void AddCalculation(Evaluation run, Items left, Items right, BinaryNode node, Items output)
    {
        if (!Singles(run, left, right, node)) return;
        if (Arithmetic.Calculate(run, node.Operator, left[0], right[0], node.Offset) is { } result) output.Add(PathItem.OfValue(result));
    }

    /// <summary>True where both sides have their one item; an empty side makes the result empty.</summary>
    private static bool Singles(Evaluation run, Items left, Items right, BinaryNode node)
    {
        if (left.Count == 0 || right.Count == 0) return false;
        if (left.Count > 1) run.FailSingleton(node.Offset, $"'{node.Operator}'", left.Count);
        else if (right.Count > 1) run.FailSingleton(node.Offset, $"'{node.Operator}'", right.Count);
        return !run.HasFailed && HasValue(left[0]) && HasValue(right[0]);
    }

    // A primitive that carries only extensions has no value to compare or add: that is empty, not wrong.
    private static bool HasValue(in PathItem item) => !item.IsElement || !item.Element.IsPrimitive || item.Element.HasValue;
}
