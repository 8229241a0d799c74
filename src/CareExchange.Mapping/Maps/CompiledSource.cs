using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Fml;

namespace CareExchange.Mapping.Maps;

/// <summary>One source of a rule: finds its matches in the order of the message.</summary>
internal sealed class CompiledSource(MapSource syntax, int context, int slot)
{
    private readonly ElementName[] _path = [.. syntax.Path.Select(name => new ElementName(name))];
    private readonly bool _isPlain = syntax is { Type: null, Max: null, Default: null, ListMode: SourceListMode.None, Where: null, Check: null, Log: null };

    /// <summary>Where each match is put.</summary>
    public int Slot { get; } = slot;

    /// <summary>The type asked for, by its schema name.</summary>
    public string? TypeName { get; init; }

    public PathExpression? Default { get; init; }

    public PathExpression? Where { get; init; }

    public PathExpression? Check { get; init; }

    public PathExpression? Log { get; init; }

    private string Label => string.Join('.', syntax.Path.Prepend(syntax.Context));

    public void Collect(MapRun run, int frame, List<MapValue> matches)
    {
        var from = run[frame, context];
        Walk(from, 0, matches);
        if (_isPlain) return;
        if (TypeName is not null) matches.RemoveAll(match => !IsOfType(match, TypeName));
        if (matches.Count == 0 && Default is not null && Default.Evaluate(run, frame, from, marks: true) is { Exists: true } value) matches.Add(value.From(from.Origin));
        CheckCardinality(run, from, matches.Count);
        if (Where is not null) Filter(run, frame, matches);
        foreach (var match in matches) Judge(run, frame, match);
        Choose(run, from, matches);
    }

    private void Walk(MapValue from, int depth, List<MapValue> matches)
    {
        if (!from.Exists) return;
        if (depth == _path.Length)
        {
            matches.Add(from);
            return;
        }

        var name = _path[depth];
        if (from.Element.Exists)
        {
            var found = false;
            foreach (var child in from.Element.Children(name))
            {
                found = true;
                if (depth == _path.Length - 1) matches.Add(new(child));
                else Walk(new(child), depth + 1, matches);
            }

            // The maps of the specification write a primitive's own value as a child of it.
            if (!found && name.Text == "value" && from.Element.HasValue) Walk(from, depth + 1, matches);
        }
        else if (from.Node is { } node)
        {
            foreach (var child in node.Children)
            {
                if (child.Variant!.Node.Definition.Name == name.Text || child.Variant.JsonName == name.Text) Walk(new(child, from.Origin), depth + 1, matches);
            }

            if (name.Text == "value" && node.Text is not null) Walk(from, depth + 1, matches);
        }
    }

    private void CheckCardinality(MapRun run, MapValue from, int count)
    {
        if (syntax.Max is not { } max || (count >= syntax.Min && (max < 0 || count <= max))) return;
        TooManyOrFew(run, from, count, $"{syntax.Min}..{(max < 0 ? "*" : max)}", count < syntax.Min ? "required" : "structure");
    }

    // What is missing has no place of its own: it is told by its name under the element that should have it.
    private void TooManyOrFew(MapRun run, MapValue from, int count, string expected, string code)
    {
        var issue = Issue.Error(code, "map-source-cardinality", $"The message has {Label} {count} times.", $"메시지에 {Label} 항목이 {count}개 있습니다.") with { Expected = expected, Found = $"{count}" };
        var parent = from.Element.Path;
        run.Issues.Add(run.Named(issue), from.Origin.Exists ? from.Origin : run.Origin, string.Join('.', parent.Length > 0 ? syntax.Path.Prepend(parent) : syntax.Path));
    }

    private void Filter(MapRun run, int frame, List<MapValue> matches)
    {
        var kept = 0;
        for (var i = 0; i < matches.Count; i++)
        {
            run[frame, Slot] = matches[i];
            run.Index = i;
            if (Where!.IsTrue(run, frame, matches[i])) matches[kept++] = matches[i];
        }

        matches.RemoveRange(kept, matches.Count - kept);
    }

    private void Judge(MapRun run, int frame, MapValue match)
    {
        if (Check is null && Log is null) return;
        run[frame, Slot] = match;
        if (Check is not null && !Check.IsTrue(run, frame, match))
        {
            run.Report("invariant", "map-check-failed", $"A check of the map fails at {Label}.", $"{Label} 항목이 매핑의 점검 조건에 맞지 않습니다.", Check.Text, null, match.Origin);
        }

        if (Log?.Evaluate(run, frame, match, marks: false).Text is { } text)
        {
            run.Issues.Add(Issue.Information("informational", "map-log", $"The map logs at {Label}.", $"매핑 기록: {Label}") with { Found = text }, match.Origin);
        }
    }

    private void Choose(MapRun run, MapValue from, List<MapValue> matches)
    {
        switch (syntax.ListMode)
        {
            case SourceListMode.First when matches.Count > 1:
                matches.RemoveRange(1, matches.Count - 1);
                break;
            case SourceListMode.NotFirst when matches.Count > 0:
                matches.RemoveAt(0);
                break;
            case SourceListMode.Last when matches.Count > 1:
                matches.RemoveRange(0, matches.Count - 1);
                break;
            case SourceListMode.NotLast when matches.Count > 0:
                matches.RemoveAt(matches.Count - 1);
                break;
            case SourceListMode.OnlyOne when matches.Count > 1:
                TooManyOrFew(run, from, matches.Count, "at most 1", "structure");
                break;
        }
    }

    private static bool IsOfType(MapValue value, string type)
    {
        if (value.TypeName == type || value.Element.Type?.IsA(type) == true) return true;

        // An untyped tree knows numbers only; the map may ask for those without a fraction.
        return type is "integer" && value.Element is { Definition: null, TypeName: "decimal", Text: { } text } && !text.AsSpan().ContainsAny(".eE");
    }
}
