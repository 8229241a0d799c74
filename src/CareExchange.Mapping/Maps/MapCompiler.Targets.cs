using System.Security.Cryptography;
using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Mapping.Fml;
using CareExchange.Mapping.Maps.Transforms;
using CareExchange.Mapping.Sources;

namespace CareExchange.Mapping.Maps;

/// <summary>Targets and their transforms.</summary>
internal sealed partial class MapCompiler
{
    private CompiledTarget CompileTarget(MapTarget syntax, MapScope scope, string rulePath, int ruleSlot, int copySlot)
    {
        var context = syntax.Context is null ? null : scope.Find(syntax.Context);
        if (syntax.Context is not null && context is null) UnknownVariable(syntax.Context, syntax.Position);
        if (context is { IsTarget: false } && syntax.Path.Count > 0)
        {
            Fail("fml-target", "A rule writes into a source.", "규칙이 원본에 쓰려고 합니다.", syntax.Position, "a target variable", syntax.Context);
        }

        var (transform, made, isNode) = CompileTransform(syntax.Transform, scope, $"{rulePath}#{syntax.Position.Line}:{syntax.Position.Column}", ruleSlot);
        var shape = syntax.Path.Count == 0 ? context?.Shape ?? made : PropertyShape(syntax, context?.Shape, made, copySlot);
        var slot = syntax.Variable is null ? -1 : scope.Add(syntax.Variable, syntax.Context is not null || isNode, shape);
        return new(syntax, syntax.Context is null ? -1 : context?.Slot ?? 0, transform, slot) { CopySlot = copySlot };
    }

    /// <summary>Walks the path through the definitions; a name that is not there is found now rather than with the first message.</summary>
    private ElementShape? PropertyShape(MapTarget syntax, ElementShape? shape, ElementShape? made, int copySlot)
    {
        for (var i = 0; i < syntax.Path.Count; i++)
        {
            var name = syntax.Path[i];
            if (shape is null) return made;
            if (shape.IsPrimitive && name == "value") return shape;
            if (shape.Property(name) is not { } property)
            {
                Fail("fml-target-unknown", "A rule writes an element that the type does not have.", "규칙이 유형에 없는 요소에 씁니다.", syntax.Position, $"an element of {shape.TypeName}", name);
                return null;
            }

            if (property.Only is not { Node.IsResource: false } && (i < syntax.Path.Count - 1 || (syntax.Transform is null && copySlot < 0)))
            {
                Fail(
                    "fml-target-type", "An element of several types is made without saying which.", "여러 유형이 가능한 요소의 유형을 정하지 않았습니다.", syntax.Position,
                    $"{name} = create('Type'), one of {string.Join(' ', property.Variants.Select(variant => variant.Shape.TypeName))}", name);
                return null;
            }

            shape = property.Only is { Node.IsResource: false } only ? only.Shape : made;
        }

        return shape;
    }

    private (Transform? Transform, ElementShape? Made, bool IsNode) CompileTransform(MapTransform? syntax, MapScope scope, string site, int ruleSlot)
    {
        if (syntax is null) return (null, null, false);
        if (syntax.Literal is { } literal) return (new CopyTransform(new(LiteralValue(literal)), []), null, false);
        if (syntax.Evaluate is { } expression) return (Expression(expression, scope) is { } path ? new EvaluateTransform(path, null, ruleSlot) : null, null, false);
        if (syntax.Copy is { } copy)
        {
            var variable = scope.Find(copy[0]);
            if (variable is null && _constants.TryGetValue(copy[0], out var constant)) return (new CopyTransform(new(constant), [.. copy.Skip(1)]), null, false);
            if (variable is null) UnknownVariable(copy[0], syntax.Position);
            return (new CopyTransform(new(variable?.Slot ?? 0), [.. copy.Skip(1)]), copy.Count == 1 ? variable?.Shape : null, variable is { IsTarget: true });
        }

        var call = syntax.Call!;
        if (call.Name == "create") return Create(call);
        var transform = Call(call, scope, site, ruleSlot);
        var isNode = call.Name is "c" or "cc" or "qty" or "id" or "cp" || transform is TranslateTransform;
        return (transform, null, isNode);
    }

    private (Transform? Transform, ElementShape? Made, bool IsNode) Create(MapCall call)
    {
        var name = call.Arguments is [{ Literal: { Kind: LiteralKind.String } literal }] ? literal.Text : null;
        if (name is not null && ShapeOf(name) is { } shape && !(shape.Node.Type is { IsAbstract: true, Kind: not TypeKind.Logical })) return (new CreateTransform(shape), shape, true);
        Fail("fml-type-unknown", "create() makes a type that the schema does not have.", "create()의 유형을 스키마에서 찾을 수 없습니다.", call.Position, "one type name in quotes", name);
        return (null, null, true);
    }

    private Transform? Call(MapCall call, MapScope scope, string site, int ruleSlot)
    {
        if (!TransformArity.TryGet(call.Name, out var least, out var most))
        {
            Fail("fml-transform-unknown", "The map uses a transform that does not exist.", "존재하지 않는 변환입니다.", call.Position, string.Join(' ', TransformArity.Names), call.Name);
            return null;
        }

        if (call.Arguments.Count < least || call.Arguments.Count > most)
        {
            Fail("fml-arguments", "A transform has the wrong number of arguments.", "변환의 인자 수가 다릅니다.", call.Position, most == int.MaxValue ? $"at least {least}" : $"{least}..{most} for {call.Name}", $"{call.Arguments.Count}");
            return null;
        }

        TransformArgument[] arguments = [.. call.Arguments.Select(argument => Argument(argument, scope, ruleSlot))];
        return call.Name switch
        {
            "copy" => new CopyTransform(arguments[0], []),
            "truncate" => new TruncateTransform(arguments[0], arguments[1]),
            "escape" => Escape(call, arguments),
            "cast" => Cast(call, arguments),
            "append" => new AppendTransform(arguments),
            "translate" => Translate(call, arguments),
            "reference" or "pointer" => new ReferenceTransform(arguments[0]),
            "dateOp" => Date(call, arguments),
            "uuid" => new UuidTransform(_map.UuidSites++, SHA256.HashData(Encoding.UTF8.GetBytes($"{_syntax.Url}|{site}"))),
            "evaluate" => Evaluate(call, arguments, scope),
            "cc" => ConceptTransform.Of(arguments, _map.Shapes),
            "c" => CodingTransform.Of(arguments, _map.Shapes),
            "qty" => QuantityTransform.Of(arguments, _map.Shapes),
            "id" => new IdentifierTransform(arguments, _map.Shapes),
            _ => new ContactTransform(arguments, _map.Shapes),
        };
    }

    private EscapeTransform Escape(MapCall call, TransformArgument[] arguments)
    {
        var (from, to) = arguments.Length > 2 ? (arguments[1].Literal, arguments[2].Literal) : ("text", arguments[1].Literal);
        var known = EscapeTransform.Notations;
        if (from is null || to is null || !known.Contains(from) || !known.Contains(to)) Choose(call, string.Join(' ', known), $"{from}, {to}");
        return new(arguments[0], from ?? "", to ?? "");
    }

    private CastTransform? Cast(MapCall call, TransformArgument[] arguments)
    {
        var type = arguments.Length > 1 ? arguments[1].Literal : "string";
        if (type is not null && ShapeOf(type) is { IsPrimitive: true } shape) return new(arguments[0], shape);
        Choose(call, "a primitive type in quotes", type);
        return null;
    }

    private DateTransform? Date(MapCall call, TransformArgument[] arguments)
    {
        var input = arguments[1].Literal;
        var output = arguments.Length > 2 ? arguments[2].Literal : "";
        var patterns = input is null ? null : DatePattern.Parse(input);
        if (patterns is null || output is null)
        {
            Choose(call, "patterns of yyyy MM dd HH mm ss", input);
            return null;
        }

        // Without an output the input decides: a pattern with hours gives a dateTime.
        if (output.Length == 0) output = input!.Contains('H', StringComparison.Ordinal) ? "dateTime" : "date";
        if (output is "date" or "dateTime" or "instant" or "time") return new(arguments[0], patterns, output, null);
        if (DatePattern.Parse(output) is [var pattern]) return new(arguments[0], patterns, "", pattern);
        Choose(call, "date, dateTime, instant, time or a pattern", output);
        return null;
    }

    private TranslateTransform? Translate(MapCall call, TransformArgument[] arguments)
    {
        var url = arguments[1].Literal;
        if (url is null || !(_codeMaps.TryGetValue(url, out var map) || _embedded.TryGetValue(url, out map)))
        {
            Fail("fml-conceptmap-unknown", "translate() names a ConceptMap that is not in the folder.", "translate()가 가리키는 ConceptMap이 폴더에 없습니다.", call.Position, "the url of a ConceptMap", url);
            return null;
        }

        var output = arguments.Length > 2 ? arguments[2].Literal : "code";
        foreach (var kind in Enum.GetValues<TranslateOutput>())
        {
            if (string.Equals(kind.ToString(), output, StringComparison.OrdinalIgnoreCase)) return new(arguments[0], map, kind);
        }

        Choose(call, "code, system, display, text, Coding or CodeableConcept", output);
        return null;
    }

    private EvaluateTransform? Evaluate(MapCall call, TransformArgument[] arguments, MapScope scope)
    {
        if (arguments[1].Expression is { } written) return new(written, arguments[0], ruleSlot: 0);
        if (arguments[1].Literal is not { } text)
        {
            Choose(call, "FHIRPath in quotes", null);
            return null;
        }

        return Expression(new(text, call.Arguments[1].Position), scope) is { } expression ? new(expression, arguments[0], 0) : null;
    }

    private void Choose(MapCall call, string expected, string? found) =>
        Fail("fml-arguments", $"An argument of {call.Name}() is not one of those that it takes.", $"{call.Name}()의 인자가 올바르지 않습니다.", call.Position, expected, found);
}
