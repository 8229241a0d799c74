using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Fml;

namespace CareExchange.Mapping.Maps;

/// <summary>FHIRPath in a map: the map's variables are its variables, and what it reads is known.</summary>
internal sealed class PathExpression
{
    private readonly FhirPathExpression _expression;
    private readonly (string Name, int Slot)[] _variables;
    private readonly PathRead[] _reads;
    private readonly bool _needsMessage;

    private PathExpression(string text, FhirPathExpression expression, (string, int)[] variables, PathRead[] reads, bool needsMessage)
    {
        Text = text;
        _expression = expression;
        _variables = variables;
        _reads = reads;
        _needsMessage = needsMessage;
    }

    /// <summary>As the map has it.</summary>
    public string Text { get; }

    /// <summary>The expression, or its syntax error at its place in the map.</summary>
    /// <param name="syntax">As written.</param>
    /// <param name="slots">The variables in scope.</param>
    /// <param name="schema">Set where the map reads FHIR rather than a partner's own structure.</param>
    public static Outcome<PathExpression> Compile(MapExpression syntax, IReadOnlyDictionary<string, int> slots, Schema? schema)
    {
        var rewritten = PathRewriter.Rewrite(syntax.Text, slots, schema);
        var outcome = FhirPathExpression.Compile(rewritten.Text);
        if (outcome.Value is not { } expression)
        {
            return Outcome.Failure<PathExpression>([.. outcome.Issues.Select(issue => issue with { Line = syntax.Position.Line, Column = syntax.Position.Column })]);
        }

        var needsMessage = rewritten.Text.Contains('%', StringComparison.Ordinal);
        return new PathExpression(syntax.Text, expression, rewritten.Variables, rewritten.Reads, needsMessage);
    }

    public bool IsTrue(MapRun run, int frame, MapValue focus)
    {
        var isTrue = _expression.Test(Item(focus), Context(run, frame), out var failure) == true;
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
        var outcome = _expression.TryEvaluate(Item(focus), Context(run, frame));
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

    private static PathItem Item(MapValue value)
    {
        if (value.Element.Exists) return new(value.Element);
        return value.Text is { } text ? TextItem(text, value.TypeName) : default;
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
        var variables = new Dictionary<string, IReadOnlyList<PathItem>>(_variables.Length + 3, StringComparer.Ordinal)
        {
            ["sha256"] = [PathItem.Of(run.Sha256)],
            ["index"] = [PathItem.Of(run.Index)],
            ["fileName"] = run.FileName is { } fileName ? [PathItem.Of(fileName)] : [],
        };
        foreach (var (name, slot) in _variables)
        {
            var item = Item(run[frame, slot]);
            variables[name] = item.Exists ? [item] : [];
        }

        return new() { Variables = variables, Host = run.Map.Context.Host };
    }

    private void Report(MapRun run, Issue failure, MapValue focus) =>
        run.Report(failure.Code, failure.Rule, failure.English, failure.Korean, Text, failure.Found, focus.Origin);
}
