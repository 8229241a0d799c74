using CareExchange.Fhir.FhirPath.Operators;
using CareExchange.Fhir.FhirPath.Syntax;

namespace CareExchange.Fhir.FhirPath.Compilation;

/// <summary>Tree → branches of steps, for trees that are unions of plain paths: what they find, one walk over the data can find as well.</summary>
/// <param name="compile">Makes an expression of the criterion of a <c>where</c>.</param>
internal sealed class PathForm(Func<Node, FhirPathExpression> compile)
{
    /// <summary>The branches; null where the tree is anything else.</summary>
    public IReadOnlyList<IReadOnlyList<PathStep>>? Of(Node tree)
    {
        var branches = new List<IReadOnlyList<PathStep>>();
        return Add(tree, branches) ? branches : null;
    }

    private bool Add(Node node, List<IReadOnlyList<PathStep>> branches)
    {
        if (node is BinaryNode { Operator: "|" } union) return Add(union.Left, branches) && Add(union.Right, branches);
        var steps = new List<PathStep>();
        if (!Walk(node, steps)) return false;
        branches.Add(steps);
        return true;
    }

    private bool Walk(Node node, List<PathStep> steps)
    {
        switch (node)
        {
            case MemberNode member when member.Source is null || Walk(member.Source, steps):
                steps.Add(new(member.Name, null, null));
                return true;
            case TypeNode { IsCast: true } cast when Walk(cast.Operand, steps): return AddType(cast.Type, steps);
            case CallNode { Name: "as" or "ofType", Source: { } source, Arguments: [var argument] } when Walk(source, steps):
                return TypeSpecifier.From(argument) is { } type && AddType(type, steps);
            case CallNode { Name: "where", Source: { } source, Arguments: [var criterion] } when IsSure(criterion) && Walk(source, steps):
                steps.Add(new(null, null, compile(criterion)));
                return true;
            default: return false;
        }
    }

    private static bool AddType(TypeSpecifier type, List<PathStep> steps)
    {
        if (type.Namespace is not (null or Types.Fhir) || Types.IsSystemName(type.Name)) return false;
        steps.Add(new(null, type.Name, null));
        return true;
    }

    // A criterion that fails for one item fails the whole expression, also what other branches found: such a one is not taken apart.
    // resolve() of one item finds at most one, so its type can always be asked.
    private static bool IsSure(Node criterion) => criterion is TypeNode { IsCast: false, Operand: CallNode { Name: "resolve", Source: null, Arguments.Count: 0 }, Type.Namespace: null }
        || !new PresenceAnalysis(static _ => false, static _ => null).Of(criterion).HasFlag(Possible.Failure);
}
