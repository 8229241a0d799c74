using CareExchange.Fhir.FhirPath.Syntax;

namespace CareExchange.Fhir.FhirPath.Compilation;

/// <summary>Which children of its focus an expression looks at: what it says depends on them and on nothing else.</summary>
/// <param name="isFocus">Whether a name at the start of a path is the focus's own type.</param>
internal sealed class FocusChildren(Func<string, bool> isFocus)
{
    // Each item of the source is the focus of the arguments (FHIRPath N1 5.2); of every other function they see what the call itself sees.
    private static readonly HashSet<string> Lambdas = new(StringComparer.Ordinal) { "where", "exists", "all", "select" };

    // What gives the focus back when asked of the focus.
    private static readonly HashSet<string> Same = new(StringComparer.Ordinal)
    {
        "where", "select", "first", "last", "single", "tail", "skip", "take", "distinct", "trace", "union", "combine", "as", "ofType",
    };

    // What only asks of the focus whether it is there, or of which type it is.
    private static readonly HashSet<string> Presence = new(StringComparer.Ordinal) { "exists", "empty", "count", "is", "not", "all", "hasValue", "resolve" };

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private bool _isAny;

    /// <summary>The names, with an empty one where the expression finds the focus itself; null where it may look at any child.</summary>
    public IReadOnlySet<string>? Of(Node tree)
    {
        if (Visit(tree, isThisFocus: true)) _names.Add("");
        return _isAny ? null : _names;
    }

    // True where the node may give the focus itself.
    private bool Visit(Node node, bool isThisFocus)
    {
        switch (node)
        {
            case IterationNode iteration: return iteration.Name == "this" && isThisFocus;
            case VariableNode { Name: "resource" or "rootResource" or "context" }: return true;
            case MemberNode { Source: null } member: return Member(member.Name, isThisFocus, isStart: true);
            case MemberNode { Source: { } source } member: return Member(member.Name, Visit(source, isThisFocus), isStart: false);
            case CallNode call: return Call(call, isThisFocus);
            case IndexerNode indexer:
                Visit(indexer.Index, isThisFocus);
                return Visit(indexer.Source, isThisFocus);
            case PolarityNode polarity:
                Visit(polarity.Operand, isThisFocus);
                return false;
            case BinaryNode binary:
                var left = Visit(binary.Left, isThisFocus);
                var right = Visit(binary.Right, isThisFocus);

                // Two whole resources compared tell of everything in them.
                if ((left || right) && binary.Operator != "|") _isAny = true;
                return left || right;
            case TypeNode type: return Visit(type.Operand, isThisFocus) && type.IsCast;
            default: return false;
        }
    }

    private bool Member(string name, bool isOfFocus, bool isStart)
    {
        if (!isOfFocus) return false;
        if (isStart && isFocus(name)) return true;
        _names.Add(name);
        return false;
    }

    private bool Call(CallNode call, bool isThisFocus)
    {
        var isOfFocus = call.Source is null ? isThisFocus : Visit(call.Source, isThisFocus);
        if (call.Name == "iif")
        {
            // One of its arguments is what it gives.
            var isGiven = false;
            foreach (var argument in call.Arguments) isGiven |= Visit(argument, isOfFocus);
            return isGiven;
        }

        if (call.Name is not ("as" or "ofType" or "is"))
        {
            foreach (var argument in call.Arguments) isOfFocus |= Visit(argument, Lambdas.Contains(call.Name) ? isOfFocus : isThisFocus) && Same.Contains(call.Name);
        }

        if (!isOfFocus || Presence.Contains(call.Name)) return false;
        if (Same.Contains(call.Name)) return true;
        if (call.Name == "extension") _names.Add("extension");
        else _isAny = true;
        return false;
    }
}
