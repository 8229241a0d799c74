using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.FhirPath.Syntax;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Fhir.FhirPath.Compilation;

/// <summary>Walks a tree with what the definitions promise, to find what can never be (FHIRPath N1, 11.1, strict evaluation).</summary>
/// <remarks>It complains only where it is sure: behind <c>resolve()</c>, variables and open resources everything is possible.</remarks>
internal sealed class TypeChecker(Schema schema, string expression)
{
    private readonly List<Issue> _issues = [];

    public IReadOnlyList<Issue> Check(Node tree, string contextType)
    {
        Visit(tree, Shape.Of(schema, contextType));
        return _issues;
    }

    private Shape Visit(Node node, Shape current)
    {
        switch (node)
        {
            case IterationNode { Name: "this" }: return current;
            case MemberNode member: return Member(member, current);
            case CallNode call: return Call(call, current);
            case IndexerNode indexer:
                Visit(indexer.Index, current);
                return Ordered(Visit(indexer.Source, current), indexer.Offset, "[]");
            case PolarityNode polarity:
                Visit(polarity.Operand, current);
                return Shape.Unknown;
            case TypeNode type:
                var operand = Visit(type.Operand, current);
                return type.IsCast ? Cast(operand, type.Type, type.Offset) : Shape.Unknown;
            case BinaryNode binary:
                var (left, right) = (Visit(binary.Left, current), Visit(binary.Right, current));
                return binary.Operator == "|" ? left.Or(right) : Shape.Unknown;
            default: return Shape.Unknown;
        }
    }

    private Shape Member(MemberNode member, Shape current)
    {
        if (member.Source is null && current.Nodes is { } nodes && nodes.Any(node => node.Type?.IsA(member.Name) == true)) return current.OfType(member.Name);
        var source = member.Source is null ? current : Visit(member.Source, current);
        if (source.Child(member.Name) is { } child) return child;
        Add(
            member.Offset,
            "fhirpath-element",
            $"'{member.Name}' is no element of {source.Describe()}.",
            $"'{member.Name}'은(는) {source.Describe()}의 요소가 아닙니다.",
            member.Name);
        return Shape.Unknown;
    }

    private Shape Call(CallNode call, Shape current)
    {
        var source = call.Source is null ? current : Visit(call.Source, current);
        if (call.Name is "is" or "as" or "ofType")
        {
            return TypeSpecifier.From(call.Arguments[0]) is { } type && call.Name != "is" ? Cast(source, type, call.Offset) : Shape.Unknown;
        }

        // These evaluate their arguments for the items of their input, the others where they stand.
        var isIteration = call.Name is "where" or "select" or "exists" or "all" or "repeat" or "aggregate" or "sort" or "iif" or "trace";
        var arguments = call.Arguments.Select(argument => Visit(argument, isIteration ? source : current)).ToList();
        return call.Name switch
        {
            "where" or "distinct" or "trace" or "exclude" or "intersect" or "single" => source,
            "sort" => source with { IsUnordered = false },
            "first" or "last" or "tail" or "skip" or "take" => Ordered(source, call.Offset, call.Name + "()"),
            "select" => arguments[0],
            "union" or "combine" => source.Or(arguments[0]),
            "extension" => source.Child("extension") ?? Shape.Unknown,
            "children" or "descendants" => Shape.Unordered,
            _ => Shape.Unknown,
        };
    }

    private Shape Cast(Shape source, TypeSpecifier type, int offset)
    {
        if (type.Namespace == Operators.Types.System || Operators.Types.IsSystemName(type.Name)) return Shape.Unknown;
        if (schema.FindType(type.Name) is not null) return source.OfType(type.Name);
        Add(offset, "fhirpath-type", $"there is no type {type}.", $"{type} 형식이 없습니다.", type.ToString());
        return Shape.Unknown;
    }

    private Shape Ordered(Shape source, int offset, string what)
    {
        if (source.IsUnordered)
        {
            Add(offset, "fhirpath-order", $"{what} needs an order, and its input has none.", $"{what}에는 순서가 필요하지만 입력에 순서가 없습니다.", null);
        }

        return source;
    }

    private void Add(int offset, string rule, string english, string korean, string? found)
    {
        var (line, column) = TextOffset.Locate(expression, offset);
        _issues.Add(Issue.Error(
            "invalid",
            rule,
            $"FHIRPath expression, line {line}, column {column}: {english}",
            $"FHIRPath 식 {line}행 {column}열: {korean}") with
        {
            Line = line,
            Column = column,
            Found = found,
        });
    }
}
