using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;
using CareExchange.Fhir.FhirPath.Values;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Fml;

namespace CareExchange.Mapping.Maps;

/// <summary>FHIRPath in a map: the map's variables are its variables, and what it reads is known.</summary>
internal sealed class PathExpression
{
    private readonly FhirPathExpression _expression;
    private readonly (string Name, int Slot)[] _variables;
    private readonly (string Name, MapValue Value)[] _constants;
    private readonly PathRead[] _reads;
    private readonly bool _needsMessage;

    private PathExpression(string text, FhirPathExpression expression, (string, int)[] variables, (string, MapValue)[] constants, PathRead[] reads, bool needsMessage)
    {
        Text = text;
        _expression = expression;
        _variables = variables;
        _constants = constants;
        _reads = reads;
        _needsMessage = needsMessage;
    }

    /// <summary>As the map has it.</summary>
    public string Text { get; }

    /// <summary>The expression, or its syntax error at its place in the map.</summary>
    /// <param name="syntax">As written.</param>
    /// <param name="slots">The variables in scope.</param>
    /// <param name="constants">The map's constants; a variable of the same name hides one.</param>
    /// <param name="schema">Set where the map reads FHIR rather than a partner's own structure.</param>
    public static Outcome<PathExpression> Compile(MapExpression syntax, IReadOnlyDictionary<string, int> slots, IReadOnlyDictionary<string, MapValue> constants, Schema? schema)
    {
        var rewritten = PathRewriter.Rewrite(syntax.Text, slots, constants.Keys, schema);
        var outcome = FhirPathExpression.Compile(rewritten.Text);
        if (outcome.Value is not { } expression)
        {
            return Outcome.Failure<PathExpression>([.. outcome.Issues.Select(issue => issue with { Line = syntax.Position.Line, Column = syntax.Position.Column })]);
        }

        var needsMessage = rewritten.Text.Contains('%', StringComparison.Ordinal) || rewritten.Text.Contains("resolve", StringComparison.Ordinal);
        return new PathExpression(syntax.Text, expression, rewritten.Variables, [.. rewritten.Constants.Select(name => (name, constants[name]))], rewritten.Reads, needsMessage);
    }

    /// <summary>The value of an expression that looks at no message; nothing where it has none.</summary>
    public MapValue EvaluateConstant(FhirPathContext context)
    {
        var known = new FhirPathContext { Variables = _constants.ToDictionary(constant => constant.Name, constant => (IReadOnlyList<PathItem>)[Item(constant.Value, Schema.R4)], StringComparer.Ordinal), Host = context.Host };
        return _expression.TryEvaluate(default, known).Value is [var item, ..] ? ToValue(item, default) : default;
    }

    public bool IsTrue(MapRun run, int frame, MapValue focus)
    {
        var isTrue = _expression.Test(Item(focus, run.Map.Schema), Context(run, frame), out var failure) == true;
        if (failure is not null) Report(run, failure, focus);
        return isTrue;
    }

    /// <summary>The first item found; nothing where there is none.</summary>
    /// <param name="run">The message.</param>
    /// <param name="frame">Where the variables are.</param>
    /// <param name="focus">Where names without a variable start.</param>
    /// <param name="marks">Whether what is read counts as mapped.</param>
    public MapValue Evaluate(MapRun run, int frame, MapValue focus, bool marks)
    {
        var outcome = _expression.TryEvaluate(Item(focus, run.Map.Schema), Context(run, frame));
        if (outcome.Value is not { } items)
        {
            Report(run, outcome.Issues[0], focus);
            return default;
        }

        if (marks)
        {
            foreach (var read in _reads) read.Mark(run, frame, focus);
            foreach (var item in items) run.Reads.Mark(item.Element);
        }

        return items.Count == 0 ? default : ToValue(items[0], focus.Origin.Exists ? focus.Origin : run.Origin);
    }

    internal static PathItem Item(MapValue value, Schema schema)
    {
        if (value.Element.Exists) return new(value.Element);
        if (value.Text is { } text) return TextItem(text, value.TypeName);

        // What is being made is seen as it is now: expressions of public maps look at ids that they have just set.
        return value.Node is { Shape.IsPrimitive: false } node && FhirDocument.Parse(node.ToJson(), schema, node.TypeName).Value is { } made ? new(made.Root) : default;
    }

    private static PathItem TextItem(string text, string? typeName) => typeName switch
    {
        "boolean" => PathItem.Of(text == "true"),
        "integer" or "positiveInt" or "unsignedInt" when int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) => PathItem.Of(number),
        "decimal" when decimal.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) => PathItem.Of(number),
        _ => PathItem.Of(text),
    };

    private static MapValue ToValue(PathItem item, Element origin)
    {
        if (item.IsElement) return new(item.Element);

        // A reference whose resource is not in the message has nothing to be read.
        if (item.Value is ReferenceTarget) return default;
        var type = item.TypeName switch
        {
            "Boolean" => "boolean",
            "Integer" => "integer",
            "Decimal" => "decimal",
            "Date" => "date",
            "DateTime" => "dateTime",
            "Time" => "time",
            _ => "string",
        };
        return new(item.Text, type, origin);
    }

    private FhirPathContext Context(MapRun run, int frame)
    {
        if (!_needsMessage) return run.Map.Context;
        return new() { Variables = new PathVariables(run, frame, _variables, _constants), Host = run.Host };
    }

    private void Report(MapRun run, Issue failure, MapValue focus) =>
        run.Report(failure.Code, failure.Rule, failure.English, failure.Korean, Text, failure.Found, focus.Origin);
}
