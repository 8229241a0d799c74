using CareExchange.Fhir.FhirPath.Functions;
using CareExchange.Fhir.FhirPath.Operators;
using CareExchange.Fhir.FhirPath.Syntax;

namespace CareExchange.Fhir.FhirPath.Compilation;

/// <summary>Turns a tree into steps. Steps hold no state, so a compiled expression may run on many threads at once.</summary>
internal sealed class Compiler
{
    private static readonly Step s_nothing = static (in scope, output) => { };

    /// <summary>The first misuse of a function: an unknown name, or a wrong number of arguments.</summary>
    public SyntaxError? Error { get; private set; }

    public Step Compile(Node node) => node switch
    {
        LiteralNode literal => Constant(literal.Value),
        IterationNode iteration => Iteration(iteration),
        VariableNode variable => (in scope, output) => Variables.Add(scope, variable.Name, variable.Offset, output),
        MemberNode member => Member(member),
        CallNode call => Invoke(call),
        IndexerNode indexer => Indexer(indexer),
        PolarityNode polarity => Polarity(polarity),
        TypeNode { IsCast: false, Operand: CallNode { Name: "resolve", Source: null, Arguments.Count: 0 } } type =>
            TargetType(TypeTest(Compile(type.Operand), type.Type, type.Offset, TypeUse.Test, true), type.Type),
        TypeNode type => TypeTest(Compile(type.Operand), type.Type, type.Offset, type.IsCast ? TypeUse.Cast : TypeUse.Test, true),
        BinaryNode binary => BinaryOperators.Compile(binary, Compile(binary.Left), Compile(binary.Right)),
        _ => s_nothing,
    };

    private static Step Constant(object? value)
    {
        if (value is null) return s_nothing;
        var item = PathItem.OfValue(value);
        return (in scope, output) => output.Add(item);
    }

    private static Step Iteration(IterationNode node)
    {
        switch (node.Name)
        {
            case "this":
                return static (in scope, output) =>
                {
                    if (scope.This.Exists) output.Add(scope.This);
                };
            case "index":
                return static (in scope, output) =>
                {
                    if (scope.Index is { } index) output.Add(index);
                };
            default:
                return static (in scope, output) =>
                {
                    if (scope.Total is { } total) output.AddRange(total);
                };
        }
    }

    private Step Member(MemberNode node)
    {
        var names = new Stack<string>();
        Node? source = node;
        while (source is MemberNode member)
        {
            names.Push(member.Name);
            source = member.Source;
        }

        return source is null
            ? MemberPath.FromThis([.. names], node.Offset)
            : source is IterationNode { Name: "this" }
                ? MemberPath.From(Iteration(new IterationNode(source.Offset, "this")), [.. names], node.Offset)
                : MemberPath.From(Compile(source), [.. names], node.Offset);
    }

    private Step Invoke(CallNode node)
    {
        var source = node.Source is null ? Iteration(new IterationNode(node.Offset, "this")) : Compile(node.Source);
        if (node.Name is "is" or "as" or "ofType")
        {
            return node.Arguments.Count == 1 && TypeSpecifier.From(node.Arguments[0]) is { } type
                ? TypeTest(source, type, node.Offset, node.Name switch { "is" => TypeUse.Test, "as" => TypeUse.Cast, _ => TypeUse.Filter }, false)
                : Misuse(node, "one type name", $"{node.Arguments.Count}");
        }

        if (node is { Name: "type", Arguments.Count: 0 }) return TypeOf(source);
        if (FunctionTable.Find(node.Name) is not { } function)
        {
            Error ??= new SyntaxError(
                node.Offset,
                $"there is no function {node.Name}().",
                $"{node.Name}() 함수가 없습니다.",
                "a FHIRPath function",
                node.Name,
                "fhirpath-function");
            return s_nothing;
        }

        if (node.Arguments.Count < function.Minimum || node.Arguments.Count > function.Maximum)
        {
            return Misuse(node, function.Minimum == function.Maximum ? $"{function.Minimum}" : $"{function.Minimum} to {function.Maximum}", $"{node.Arguments.Count}");
        }

        var arguments = node.Arguments.Select(argument => Compile(node.Name == "sort" ? Sorting.KeyOf(argument) : argument)).ToArray();
        var call = new Call(node.Name, node.Offset, node.Arguments, arguments);
        var body = function.Body;
        return (in scope, output) =>
        {
            var input = scope.Run.Rent();
            source(scope, input);
            if (!scope.Run.HasFailed) body(scope, input, call, output);
            scope.Run.Return(input);
        };
    }

    private Step Misuse(CallNode node, string expected, string found)
    {
        Error ??= new SyntaxError(
            node.Offset,
            $"{node.Name}() takes {expected} arguments, not {found}.",
            $"{node.Name}()의 인수는 {expected}개여야 하는데 {found}개입니다.",
            expected,
            found,
            "fhirpath-function");
        return s_nothing;
    }

    private static Step TypeOf(Step source) => (in scope, output) =>
    {
        var input = scope.Run.Rent();
        source(scope, input);
        foreach (ref readonly var item in input.Span) output.Add(PathItem.OfValue(Types.Of(item)));
        scope.Run.Return(input);
    };

    private static Step TypeTest(Step source, TypeSpecifier type, int offset, TypeUse use, bool isOperator) => (in scope, output) =>
    {
        var run = scope.Run;
        var input = run.Rent();
        source(scope, input);
        if (use == TypeUse.Test && input.Count > 1) run.FailSingleton(offset, "is", input.Count);
        else if (use == TypeUse.Cast && input.Count > 1 && run.Context.RefusesCastOfMany) run.FailSingleton(offset, "as", input.Count);
        else if (use != TypeUse.Test) Types.Filter(run, input, type, offset, output);
        else if (input.Count == 1) output.Add(Types.IsOf(run, input[0], type, offset, isOperator));
        run.Return(input);
    };

    // `resolve() is Patient` is asked of every reference by search parameters: most say in plain letters what they point at.
    private static Step TargetType(Step full, TypeSpecifier type)
    {
        if (type.Namespace is not null || Types.IsSystemName(type.Name)) return full;
        return (in scope, output) =>
        {
            if (References.IsOfType(scope, type.Name) is { } answer) output.Add(answer);
            else full(scope, output);
        };
    }

    private Step Indexer(IndexerNode node)
    {
        var source = Compile(node.Source);
        var index = Compile(node.Index);
        return (in scope, output) =>
        {
            var run = scope.Run;
            var (input, position) = (run.Rent(), run.Rent());
            source(scope, input);
            index(scope, position);
            if (position.Count > 1) run.FailSingleton(node.Offset, "[]", position.Count);
            else if (position.Count == 1)
            {
                if (position[0].Value is not int number) run.FailType(node.Offset, "[]", "an Integer", position[0].TypeName);
                else if (number >= 0 && number < input.Count) output.Add(input[number]);
            }

            run.Return(position);
            run.Return(input);
        };
    }

    private Step Polarity(PolarityNode node)
    {
        var operand = Compile(node.Operand);
        return (in scope, output) =>
        {
            var run = scope.Run;
            var input = run.Rent();
            operand(scope, input);
            if (input.Count > 1) run.FailSingleton(node.Offset, "a sign", input.Count);
            else if (input.Count == 1 && !run.HasFailed) AddSigned(run, input[0], node, output);
            run.Return(input);
        };
    }

    private static void AddSigned(Evaluation run, in PathItem item, PolarityNode node, Items output)
    {
        switch (item.Value)
        {
            case int or decimal or Values.QuantityValue when !node.IsNegative: output.Add(item); break;
            case int number and > int.MinValue: output.Add(-number); break;
            case int: break;
            case decimal number: output.Add(PathItem.Of(-number)); break;
            case Values.QuantityValue quantity: output.Add(PathItem.Of(quantity with { Value = -quantity.Value })); break;
            default: run.FailType(node.Offset, "a sign", "a number or Quantity", item.TypeName); break;
        }
    }

    private enum TypeUse
    {
        Test,
        Cast,
        Filter,
    }
}
