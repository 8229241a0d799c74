using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Fml;

namespace CareExchange.Mapping.Maps;

/// <summary>Syntax tree → plan: every name becomes a slot, a property, a type, a code list or an issue.</summary>
internal sealed partial class MapCompiler
{
    private readonly StructureMap _syntax;
    private readonly Schema _schema;
    private readonly IReadOnlyDictionary<string, CodeMap> _codeMaps;
    private readonly IReadOnlyDictionary<string, StructureMap> _imports;
    private readonly CompiledMap _map;
    private readonly List<Issue> _issues = [];
    private readonly Dictionary<string, (MapGroup Syntax, CompiledGroup Plan)> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _aliases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CodeMap> _embedded = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MapValue> _constants = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ElementShape> _open = new(StringComparer.Ordinal);

    private MapCompiler(StructureMap syntax, Schema schema, IReadOnlyDictionary<string, CodeMap> codeMaps, IReadOnlyDictionary<string, StructureMap> imports, string version, string utcOffset)
    {
        _syntax = syntax;
        _schema = schema;
        _codeMaps = codeMaps;
        _imports = imports;
        _map = new(syntax.Url, syntax.Name, version, schema, utcOffset);
    }

    /// <summary>Compiles one map with those that it imports.</summary>
    /// <param name="syntax">The map.</param>
    /// <param name="schema">Where types are looked up.</param>
    /// <param name="codeMaps">ConceptMaps by url.</param>
    /// <param name="imports">All maps by url, for <c>imports</c>.</param>
    /// <param name="version">The profile's version.</param>
    /// <param name="utcOffset">Zone of local moments, <c>+09:00</c>.</param>
    /// <returns>The plan, or issues of rule <c>fml-…</c> with the line and column in the map.</returns>
    public static Outcome<CompiledMap> Compile(
        StructureMap syntax, Schema schema, IReadOnlyDictionary<string, CodeMap> codeMaps, IReadOnlyDictionary<string, StructureMap> imports, string version, string utcOffset)
    {
        var compiler = new MapCompiler(syntax, schema, codeMaps, imports, version, utcOffset);
        compiler.Compile();
        return compiler._issues.Exists(issue => issue.IsError) ? Outcome.Failure<CompiledMap>(compiler._issues) : Outcome.Success(compiler._map, compiler._issues);
    }

    private void Compile()
    {
        foreach (var map in Reachable())
        {
            foreach (var uses in map.Uses)
            {
                if (uses.Alias is not null) _aliases.TryAdd(uses.Alias, uses.Url);
            }

            // Authors write the name with and without the # that translate() knows it by.
            foreach (var embedded in map.ConceptMaps) _embedded.TryAdd($"#{embedded.Id.TrimStart('#')}", CodeMapReader.Read(embedded));
            foreach (var constant in map.Constants) CompileConstant(constant);
            foreach (var group in map.Groups)
            {
                if (_groups.TryAdd(group.Name, (group, new(group.Name, group.Inputs.Count)))) continue;
                if (ReferenceEquals(map, _syntax)) Fail("fml-group-duplicate", "Two groups have the same name.", "이름이 같은 그룹이 두 개 있습니다.", group.Position, "each name once", group.Name);
            }
        }

        foreach (var (syntax, plan) in _groups.Values) RegisterTypes(syntax, plan);
        CompileEntry(_syntax.Groups[0]);
        foreach (var (syntax, plan) in _groups.Values) CompileGroup(syntax, plan);
        _map.Groups = [.. _groups.Values.Select(pair => pair.Plan)];
    }

    /// <summary>A constant has nothing to look at, so it is worked out here once.</summary>
    private void CompileConstant(MapConstant syntax)
    {
        var outcome = PathExpression.Compile(syntax.Value, new Dictionary<string, int>(), _constants, _schema);
        _issues.AddRange(outcome.Issues);
        if (outcome.Value is not { } expression) return;
        if (expression.EvaluateConstant(_map.Context) is not { Exists: true } value) Fail("fml-constant", "A constant has no value.", "상수에 값이 없습니다.", syntax.Position, "FHIRPath that needs no context", syntax.Value.Text);
        else _constants.TryAdd(syntax.Name, value);
    }

    private List<StructureMap> Reachable()
    {
        List<StructureMap> reachable = [_syntax];
        for (var i = 0; i < reachable.Count; i++)
        {
            foreach (var import in reachable[i].Imports)
            {
                var found = _imports.Values.Where(map => Matches(import.Url, map.Url)).ToList();
                if (found.Count == 0) Fail("fml-import-unknown", "An imported map is not in the folder.", "가져올 매핑이 폴더에 없습니다.", import.Position, "the url of a map", import.Url);
                reachable.AddRange(found.Where(map => !reachable.Contains(map)));
            }
        }

        return reachable;
    }

    // R4 mapping-language.html#imports: a url may end with *.
    private static bool Matches(string pattern, string url) =>
        pattern.EndsWith('*') ? url.StartsWith(pattern.AsSpan()[..^1], StringComparison.Ordinal) : pattern == url;

    private void CompileEntry(MapGroup entry)
    {
        var sources = entry.Inputs.Where(input => input.IsSource).ToList();
        var targets = entry.Inputs.Where(input => !input.IsSource).ToList();
        if (sources.Count != 1 || targets.Count != 1 || entry.Inputs is not [{ IsSource: true }, { IsSource: false }])
        {
            Fail("fml-entry", "The first group is the entry: one source, then one target.", "첫 그룹은 원본 하나와 대상 하나를 차례로 받아야 합니다.", entry.Position, "(source a, target b : Type)", entry.Name);
            return;
        }

        _map.SourceType = sources[0].Type is { } type ? TypeOf(type)?.TypeName : null;
        _map.TargetShape = ShapeOf(targets[0].Type);
        if (_map.TargetShape is null or { Node.Type: { IsAbstract: true, Kind: not TypeKind.Logical } })
        {
            Fail("fml-type-unknown", "The entry's target has no type that can be written.", "첫 그룹의 대상 유형을 알 수 없습니다.", targets[0].Position, "a type of the schema", targets[0].Type);
        }
    }

    private void RegisterTypes(MapGroup syntax, CompiledGroup plan)
    {
        if (syntax.TypeMode == TypeMode.None || syntax.Inputs is not [{ IsSource: true, Type: { } source }, { IsSource: false, Type: { } target }]) return;
        _map.TypeGroups.Add(TypeOf(source)?.TypeName ?? source, TypeOf(target)?.TypeName ?? target, plan, syntax.TypeMode == TypeMode.TypeAndTypes, TypeOf(source) is not null);
    }

    private void CompileGroup(MapGroup syntax, CompiledGroup plan)
    {
        if (syntax.Extends is { } name)
        {
            if (!_groups.TryGetValue(name, out var extended)) Fail("fml-group-unknown", "The map has no such group.", "매핑에 없는 그룹입니다.", syntax.Position, "a group", name);
            else if (extended.Plan.Inputs != plan.Inputs) Fail("fml-arguments", "A group extends one with other inputs.", "확장하는 그룹과 입력 수가 다릅니다.", syntax.Position, $"{extended.Plan.Inputs}", $"{plan.Inputs}");
            else if (!ExtendsItself(syntax)) plan.Base = extended.Plan;
        }

        var scope = new MapScope();
        foreach (var input in syntax.Inputs) scope.Add(input.Name, !input.IsSource, input.IsSource ? null : ShapeOf(input.Type));
        plan.Rules = CompileRules(syntax.Rules, scope, syntax.Name);
        plan.FrameSize = scope.Slots;
    }

    private bool ExtendsItself(MapGroup group)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { group.Name };
        for (var current = group; current.Extends is { } next && _groups.TryGetValue(next, out var found); current = found.Syntax)
        {
            if (seen.Add(next)) continue;
            Fail("fml-extends", "A group extends itself.", "그룹이 자기 자신을 확장합니다.", group.Position, "another group", group.Name);
            return true;
        }

        return false;
    }

    private CompiledRule[] CompileRules(IReadOnlyList<MapRule> rules, MapScope scope, string path) => [.. rules.Select(rule => CompileRule(rule, scope, path))];

    private CompiledRule CompileRule(MapRule syntax, MapScope outer, string path)
    {
        var rule = new CompiledRule($"{path}/{syntax.Name ?? $"{syntax.Position.Line}:{syntax.Position.Column}"}", syntax.Position);
        var scope = outer.Inner();
        rule.Sources = [.. syntax.Sources.Select(source => CompileSource(source, scope))];
        var copySlot = IsCopy(syntax) ? rule.Sources[0].Slot : -1;
        var ruleSlot = rule.Sources[0].Slot;
        rule.Targets = [.. syntax.Targets.Select(target => CompileTarget(target, scope, rule.Path, ruleSlot, copySlot))];
        rule.Calls = [.. syntax.Calls.Select(call => CompileCall(call, scope, ruleSlot)).OfType<CompiledCall>()];
        if (syntax.Rules is { } inner) rule.Rules = CompileRules(inner, scope, rule.Path);
        return rule;
    }

    /// <summary>The short form <c>src.a -> tgt.b</c>: the specification's default mapping, a typed group or a copy.</summary>
    private static bool IsCopy(MapRule rule) =>
        rule is { Sources: [{ Path.Count: > 0 }], Targets: [{ Context: not null, Path.Count: > 0, Transform: null, Variable: null, ListModes: [] }], Calls: [], Rules: null };

    private CompiledSource CompileSource(MapSource syntax, MapScope scope)
    {
        var context = scope.Find(syntax.Context);
        if (context is null) UnknownVariable(syntax.Context, syntax.Position);
        var defaultValue = Expression(syntax.Default, scope);
        var shape = context is { IsTarget: true } && syntax.Path.Count == 0 ? context.Shape : null;
        var slot = scope.Add(syntax.Variable, context is { IsTarget: true }, shape);
        return new(syntax, context?.Slot ?? 0, slot)
        {
            TypeName = syntax.Type is { } type ? TypeOf(type)?.TypeName ?? type : null,
            Default = defaultValue, Where = Expression(syntax.Where, scope), Check = Expression(syntax.Check, scope), Log = Expression(syntax.Log, scope),
        };
    }

    private CompiledCall? CompileCall(MapCall syntax, MapScope scope, int ruleSlot)
    {
        if (!_groups.TryGetValue(syntax.Name, out var group))
        {
            Fail("fml-group-unknown", "The map has no such group.", "매핑에 없는 그룹입니다.", syntax.Position, "a group", syntax.Name);
            return null;
        }

        if (syntax.Arguments.Count != group.Plan.Inputs)
        {
            Fail("fml-arguments", "A group is called with the wrong number of arguments.", "그룹 호출의 인자 수가 다릅니다.", syntax.Position, $"{group.Plan.Inputs} arguments for {syntax.Name}", $"{syntax.Arguments.Count}");
            return null;
        }

        for (var i = 0; i < syntax.Arguments.Count; i++)
        {
            var argument = syntax.Arguments[i];
            var isTarget = argument.Variable is { } name && scope.Find(name) is { IsTarget: true };
            if (!group.Syntax.Inputs[i].IsSource && (argument.Literal?.Text ?? argument.Expression?.Text) is { } value)
            {
                Fail("fml-arguments", "A literal cannot be a target.", "리터럴은 대상이 될 수 없습니다.", argument.Position, "a target variable", value);
            }
            else if (!group.Syntax.Inputs[i].IsSource && argument.Variable is { } variable && scope.Find(variable) is not null && !isTarget)
            {
                Fail("fml-arguments", "A source is given where the group writes.", "그룹이 쓰는 자리에 원본 변수가 있습니다.", argument.Position, "a target variable", variable);
            }
        }

        return new(group.Plan, [.. syntax.Arguments.Select(argument => Argument(argument, scope, ruleSlot))]);
    }

    private TypeDefinition? TypeOf(string name) => _schema.FindType(_aliases.GetValueOrDefault(name, name));

    /// <summary>The shape of a type; of a model that the map declares and the schema lacks an open one; null for anything else.</summary>
    private ElementShape? ShapeOf(string? name)
    {
        if (name is null) return null;
        if (TypeOf(name) is { } type) return type.IsConstraint && type.BaseUrl is null ? null : ElementShape.Find(_schema, type.TypeName);

        // What FHIR itself defines is known: a name under its address that is not is a spelling mistake.
        if (!_aliases.TryGetValue(name, out var url) || url.StartsWith("http://hl7.org/fhir/StructureDefinition/", StringComparison.Ordinal)) return null;
        return _open.TryGetValue(url, out var open) ? open : _open[url] = ElementShape.OfUnknown(name);
    }

    private PathExpression? Expression(MapExpression? syntax, MapScope scope)
    {
        if (syntax is null) return null;
        var outcome = PathExpression.Compile(syntax, scope.All(), _constants, _map.SourceType is null ? null : _schema);
        _issues.AddRange(outcome.Issues);
        return outcome.Value;
    }

    private TransformArgument Argument(MapArgument argument, MapScope scope, int focus)
    {
        if (argument.Literal is { } literal) return new(LiteralValue(literal));
        if (argument.Expression is { } syntax) return Expression(syntax, scope) is { } expression ? new(expression, focus) : new(default(MapValue));
        if (scope.Find(argument.Variable!) is { } variable) return new(variable.Slot);
        if (_constants.TryGetValue(argument.Variable!, out var constant)) return new(constant);
        UnknownVariable(argument.Variable!, argument.Position);
        return new(default(MapValue));
    }

    private static MapValue LiteralValue(MapLiteral literal) => new(
        literal.Text,
        literal.Kind switch
        {
            LiteralKind.Integer => "integer",
            LiteralKind.Decimal => "decimal",
            LiteralKind.Boolean => "boolean",
            LiteralKind.DateTime => literal.Text.Contains('T', StringComparison.Ordinal) ? "dateTime" : "date",
            LiteralKind.Time => "time",
            _ => "string",
        },
        default);

    private void UnknownVariable(string name, MapPosition position) =>
        Fail("fml-variable-unknown", "The map uses a variable that is not in scope.", "매핑이 범위에 없는 변수를 씁니다.", position, "a variable of this rule or its group", name);

    private void Fail(string rule, string english, string korean, MapPosition position, string? expected, string? found) =>
        _issues.Add(Issue.Error("structure", rule, english, korean) with { Line = position.Line, Column = position.Column, Expected = expected, Found = found });
}
