using System.Globalization;
using System.Text;

namespace CareExchange.Mapping.Fml;

/// <summary>Gives every group, rule and variable a name that a StructureMap can hold: R4 types them as <c>id</c>, letters, digits, - and . up to 64.</summary>
/// <remarks>Variables keep to letters and digits, because FHIRPath would take a dash for a minus; expressions are rewritten with them.</remarks>
internal sealed class FmlNames
{
    private const int MaxLength = 64;

    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>The same map under such names; an embedded concept map keeps its reference.</summary>
    public static StructureMap AsIds(StructureMap map)
    {
        var names = new FmlNames();
        foreach (var name in map.Groups.SelectMany(Variables).Concat(map.Constants.Select(constant => constant.Name)).Distinct(StringComparer.Ordinal).OrderBy(name => !IsVariable(name))) names.Add(name);
        return map with
        {
            ConceptMaps = [.. map.ConceptMaps.Select(embedded => embedded with { Id = $"#{Id(embedded.Id)}" })],
            Constants = [.. map.Constants.Select(constant => constant with { Name = names._variables[constant.Name], Value = names.Rename(constant.Value)! })],
            Groups = [.. map.Groups.Select(names.Rename)],
        };
    }

    /// <summary>Text as an id: what an id cannot have becomes a dash.</summary>
    public static string Id(string text)
    {
        var id = new StringBuilder(text.Length);
        foreach (var letter in text.TrimStart('#'))
        {
            if (char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.') id.Append(letter);
            else if (id.Length > 0 && id[^1] != '-') id.Append('-');
        }

        var cut = id.ToString().Trim('-');
        if (cut.Length == 0) return "n" + ((uint)StableHash(text)).ToString("x8", CultureInfo.InvariantCulture);
        return cut.Length <= MaxLength ? cut : cut[..(MaxLength - 9)] + "-" + ((uint)StableHash(text)).ToString("x8", CultureInfo.InvariantCulture);
    }

    private static int StableHash(string text) => unchecked((int)text.Aggregate(2166136261u, (hash, letter) => (hash ^ letter) * 16777619u));

    private static IEnumerable<string> Variables(MapGroup group) => group.Inputs.Select(input => input.Name).Concat(group.Rules.SelectMany(Variables));

    private static IEnumerable<string> Variables(MapRule rule) =>
        rule.Sources.Select(source => source.Variable).Concat(rule.Targets.Select(target => target.Variable)).Concat(rule.Targets.Select(target => target.ShareId)).OfType<string>()
            .Concat((rule.Rules ?? []).SelectMany(Variables));

    private static bool IsVariable(string name) => name.Length is > 0 and <= MaxLength && char.IsAsciiLetter(name[0]) && name.All(char.IsAsciiLetterOrDigit);

    private void Add(string name)
    {
        var made = new StringBuilder();
        var upper = false;
        foreach (var letter in name)
        {
            if (!char.IsAsciiLetterOrDigit(letter))
            {
                upper = made.Length > 0;
                continue;
            }

            made.Append(upper ? char.ToUpperInvariant(letter) : letter);
            upper = false;
        }

        if (made.Length == 0 || char.IsAsciiDigit(made[0])) made.Insert(0, 'v');
        if (made.Length > MaxLength - 4) made.Length = MaxLength - 4;
        var id = made.ToString();
        for (var number = 2; !_taken.Add(id); number++) id = string.Create(CultureInfo.InvariantCulture, $"{made}{number}");
        _variables[name] = IsVariable(name) ? Keep(name, id) : id;
    }

    private string Keep(string name, string id)
    {
        _taken.Remove(id);
        _taken.Add(name);
        return name;
    }

    private string Variable(string name) => _variables.GetValueOrDefault(name, name);

    private MapGroup Rename(MapGroup group) => group with
    {
        Name = Id(group.Name), Extends = group.Extends is null ? null : Id(group.Extends),
        Inputs = [.. group.Inputs.Select(input => input with { Name = Variable(input.Name) })], Rules = Rename(group.Rules),
    };

    private MapRule[] Rename(IReadOnlyList<MapRule> rules)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return [.. rules.Select(rule =>
        {
            var id = Id(rule.Name ?? DefaultName(rule));
            var unique = id;
            for (var number = 2; !taken.Add(unique); number++) unique = string.Create(CultureInfo.InvariantCulture, $"{id[..Math.Min(id.Length, MaxLength - 4)]}-{number}");
            return Rename(rule) with { Name = unique };
        })];
    }

    // As the reference implementation names them: after the element that is read.
    private static string DefaultName(MapRule rule) => rule.Sources[0].Path is [.., var last] ? last : rule.Targets is [{ Path: [.., var made] }, ..] ? made : rule.Sources[0].Context;

    private MapRule Rename(MapRule rule) => rule with
    {
        Sources = [.. rule.Sources.Select(source => source with
        {
            Context = Variable(source.Context), Variable = source.Variable is null ? null : Variable(source.Variable),
            Default = Rename(source.Default), Where = Rename(source.Where), Check = Rename(source.Check), Log = Rename(source.Log),
        })],
        Targets = [.. rule.Targets.Select(target => target with
        {
            Context = target.Context is null ? null : Variable(target.Context), Variable = target.Variable is null ? null : Variable(target.Variable),
            ShareId = target.ShareId is null ? null : Variable(target.ShareId), Transform = Rename(target.Transform),
        })],
        Calls = [.. rule.Calls.Select(call => Rename(call) with { Name = Id(call.Name) })],
        Rules = rule.Rules is null ? null : Rename(rule.Rules),
    };

    private MapTransform? Rename(MapTransform? transform) => transform is null ? null : transform with
    {
        Copy = transform.Copy is { } copy ? [Variable(copy[0]), .. copy.Skip(1)] : null,
        Call = transform.Call is { } call ? Rename(call) : null, Evaluate = Rename(transform.Evaluate),
    };

    private MapCall Rename(MapCall call) => call with
    {
        Arguments = [.. call.Arguments.Select((argument, index) => argument with
        {
            Variable = argument.Variable is null ? null : Variable(argument.Variable), Expression = Rename(argument.Expression),
            Literal = argument.Literal is { Text: ['#', ..] } literal && call.Name == "translate" && index == 1 ? literal with { Text = $"#{Id(literal.Text)}" }
                : argument.Literal is { Kind: LiteralKind.String } path && call.Name == "evaluate" && index == 1 ? path with { Text = Rename(new MapExpression(path.Text, argument.Position))!.Text }
                : argument.Literal,
        })],
    };

    /// <summary>Names of variables in FHIRPath: behind %, and at the start of a path.</summary>
    private MapExpression? Rename(MapExpression? expression)
    {
        if (expression is null || _variables.All(pair => pair.Key == pair.Value)) return expression;
        var tokens = FmlLexer.Read(expression.Text).Tokens;
        var text = new StringBuilder(expression.Text.Length);
        var copied = 0;
        for (var at = 0; at < tokens.Count; at++)
        {
            var token = tokens[at];
            if (token.Kind is not (FmlTokenKind.Identifier or FmlTokenKind.Delimited) || Variable(token.Text) is var name && name == token.Text) continue;
            if (at > 0 && tokens[at - 1] is { Kind: FmlTokenKind.Symbol, Text: "." or "$" }) continue;
            text.Append(expression.Text, copied, token.Start - copied).Append(name);
            copied = token.End;
        }

        return copied == 0 ? expression : expression with { Text = text.Append(expression.Text, copied, expression.Text.Length - copied).ToString() };
    }
}
