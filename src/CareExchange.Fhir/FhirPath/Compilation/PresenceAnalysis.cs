using CareExchange.Fhir.FhirPath.Syntax;

namespace CareExchange.Fhir.FhirPath.Compilation;

/// <summary>Works out what an expression can give when only the presence of the focus's children is known, not their content.</summary>
/// <remarks>
/// Every rule here follows what the steps of the compiled expression do, short circuits included, so that whatever the analysis says
/// must be, is what evaluation would have found. Where a rule is missing the answer is <see cref="Possible.Anything"/>.
/// </remarks>
/// <param name="isType">Whether the focus is of a type: a path may begin with its name.</param>
/// <param name="presence">Whether a child is there; null where that is not known.</param>
internal sealed class PresenceAnalysis(Func<string, bool> isType, Func<string, bool?> presence)
{
    /// <summary>What the expression can give.</summary>
    public Possible Of(Node node) => node switch
    {
        LiteralNode literal => literal.Value switch
        {
            null => Possible.Empty,
            bool truth => truth ? Possible.True : Possible.False,
            _ => Possible.Other,
        },
        IterationNode { Name: "this" } => Possible.Items,
        MemberNode member => Member(member),
        CallNode call => Call(call),
        BinaryNode binary => Binary(binary),
        TypeNode type => OnlyIfEmpty(Of(type.Operand), type.IsCast ? Possible.Anything : Possible.Truth | Possible.Failure),
        _ => Possible.Anything,
    };

    private Possible Member(MemberNode member)
    {
        if (member.Source is null or IterationNode { Name: "this" })
        {
            // The focus itself, where its type is named.
            if (member.Source is null && IsTypeName(member.Name)) return Possible.Items;
            return Child(member.Name);
        }

        if (member.Source is MemberNode { Source: null } start && IsTypeName(start.Name)) return Child(member.Name);
        return OnlyIfEmpty(Of(member.Source), Possible.Safe);
    }

    private bool IsTypeName(string name) => name.Length > 0 && char.IsUpper(name[0]) && isType(name);

    private Possible Child(string name) => presence(name) switch
    {
        false => Possible.Empty,
        true => Possible.Items,
        _ => Possible.Safe,
    };

    private Possible Call(CallNode call)
    {
        var input = call.Source is null ? Possible.Items : Of(call.Source);
        switch (call.Name)
        {
            case "exists" when call.Arguments.Count == 0: return Existence(input, Possible.False, Possible.True);
            case "exists": return Existence(input, Possible.False, Possible.Truth | Possible.Failure);
            case "empty": return Existence(input, Possible.True, Possible.False);
            case "all": return Existence(input, Possible.True, Possible.Truth | Possible.Failure);
            case "isDistinct": return Existence(input, Possible.True, Possible.Truth | Possible.Failure);
            case "hasValue": return Existence(input, Possible.False, Possible.Truth);
            case "count": return Existence(input, Possible.Other, Possible.Other);
            case "trace": return input;
            case "first" or "last": return input;
            case "not": return Not(input);

            // These read no argument where their input is empty, or read it only item by item.
            case "where" or "select" or "repeat" or "ofType" or "as" or "tail" or "single" or "distinct" or "resolve" or "children" or "descendants":
            case "matches" or "matchesFull" or "startsWith" or "endsWith" or "contains" or "indexOf" or "substring" or "length" or "lower" or "upper":
            case "toInteger" or "toDecimal" or "toString" or "toDate" or "toDateTime" or "htmlChecks" or "memberOf" or "conformsTo" or "is":
                return OnlyIfEmpty(input, Possible.Anything);
            default: return Possible.Anything;
        }
    }

    private Possible Binary(BinaryNode node)
    {
        var left = Of(node.Left);
        switch (node.Operator)
        {
            case "and": return Logical(left, Of(node.Right), false, Operators.Logic.And);
            case "or": return Logical(left, Of(node.Right), true, Operators.Logic.Or);
            case "xor": return Logical(left, Of(node.Right), null, Operators.Logic.Xor);
            case "implies": return Logical(left, Of(node.Right), false, Operators.Logic.Implies);
        }

        var right = Of(node.Right);
        if ((left | right).HasFlag(Possible.Failure)) return Possible.Anything;
        switch (node.Operator)
        {
            case "=" or "!=": return Equal(left, right, node.Operator == "=");
            case "|" when left == Possible.Empty && right == Possible.Empty: return Possible.Empty;
            case "|" when !left.HasFlag(Possible.Empty) || !right.HasFlag(Possible.Empty): return Possible.Items;
            case "|": return Possible.Safe;
            case "in" when left == Possible.Empty: return Possible.Empty;
            case "contains" when right == Possible.Empty: return Possible.Empty;
            case "<" or "<=" or ">" or ">=" when left == Possible.Empty || right == Possible.Empty: return Possible.Empty;
            default: return Possible.Anything;
        }
    }

    private static Possible Existence(Possible input, Possible ofNothing, Possible ofItems)
    {
        var answer = input & Possible.Failure;
        if (input.HasFlag(Possible.Empty)) answer |= ofNothing;
        if ((input & Possible.Items) != Possible.None) answer |= ofItems;
        return answer;
    }

    private static Possible OnlyIfEmpty(Possible input, Possible otherwise) => input == Possible.Empty ? Possible.Empty : otherwise | (input & Possible.Failure);

    private static Possible Not(Possible input)
    {
        var answer = Possible.None;
        foreach (var truth in Truths(input)) answer |= Of(!truth);
        return answer | Failures(input);
    }

    private static Possible Equal(Possible left, Possible right, bool isEqual)
    {
        var answer = ((left | right) & Possible.Empty) != Possible.None ? Possible.Empty : Possible.None;
        if (((left | right) & Possible.Other) != Possible.None) return answer | Possible.Truth | Possible.Empty;
        if ((left & right & Possible.Truth) != Possible.None) answer |= isEqual ? Possible.True : Possible.False;
        var differ = (left.HasFlag(Possible.True) && right.HasFlag(Possible.False)) || (left.HasFlag(Possible.False) && right.HasFlag(Possible.True));
        return differ ? answer | (isEqual ? Possible.False : Possible.True) : answer;
    }

    // A left operand that decides alone spares the right one, and so its failure.
    private static Possible Logical(Possible left, Possible right, bool? decider, Func<bool?, bool?, bool?> combine)
    {
        var answer = Failures(left);
        foreach (var a in Truths(left))
        {
            if (a is not null && a == decider)
            {
                answer |= Of(combine(a, null));
                continue;
            }

            answer |= Failures(right);
            foreach (var b in Truths(right)) answer |= Of(combine(a, b));
        }

        return answer;
    }

    // One item that is no Boolean counts as true; more than one fail.
    private static Possible Failures(Possible input) => (input & (Possible.Failure | Possible.Other)) != Possible.None ? Possible.Failure : Possible.None;

    private static IEnumerable<bool?> Truths(Possible input)
    {
        if (input.HasFlag(Possible.Empty)) yield return null;
        if ((input & (Possible.True | Possible.Other)) != Possible.None) yield return true;
        if (input.HasFlag(Possible.False)) yield return false;
    }

    private static Possible Of(bool? truth) => truth switch
    {
        null => Possible.Empty,
        true => Possible.True,
        _ => Possible.False,
    };
}
