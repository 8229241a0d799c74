using System.Globalization;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Mapping.Fml;

/// <summary>A StructureMap resource → the same syntax tree that the text of a map gives, positions in the resource's own text.</summary>
internal sealed class StructureMapReader
{
    // What the text of a map has a header for, in the order they are printed.
    private static readonly string[] Headers = ["id", "title", "version", "status", "experimental", "date", "publisher", "description", "purpose", "copyright"];

    private readonly List<Issue> _issues = [];

    /// <summary>Reads a resource.</summary>
    /// <returns>The map; or issues <c>structuremap-url</c>, <c>structuremap-group</c>, <c>structuremap-required</c>, each with its place.</returns>
    public static Outcome<StructureMap> Read(Element resource)
    {
        var reader = new StructureMapReader();
        var map = reader.ReadMap(resource);
        return reader._issues.Count > 0 ? Outcome.Failure<StructureMap>(reader._issues) : map;
    }

    private StructureMap ReadMap(Element resource)
    {
        if (resource["url"].Text is null) Fail(resource, "structuremap-url", "url");
        if (resource.Children("group").Count == 0) Fail(resource, "structuremap-group", "at least one group");
        return new(resource["url"].Text ?? "", resource["name"].Text ?? "")
        {
            Headers = [.. Headers.Select(key => (Key: key, resource[key].Text)).Where(header => header.Text is not null).Select(header => new MapHeader(header.Key, header.Text!))],
            ConceptMaps = [.. Each(resource, "contained").Where(contained => contained.TypeName == "ConceptMap").Select(EmbeddedConceptMaps.Read)],
            Constants = [.. Each(resource, "extension").Where(extension => extension["url"].Text == StructureMapWriter.ConstantExtension).Select(ReadConstant)],
            Uses = [.. Each(resource, "structure").Select(structure => new MapUses(
                Required(structure, "url"), structure["alias"].Text, ModeOf(structure["mode"].Text), Comments(structure), At(structure)))],
            Imports = [.. Each(resource, "import").Select(import => new MapImport(import.Text ?? "", MapComments.None, At(import)))],
            Groups = [.. Each(resource, "group").Select(ReadGroup)],
        };
    }

    private static MapConstant ReadConstant(Element extension)
    {
        string Part(string name) => Each(extension, "extension").FirstOrDefault(part => part["url"].Text == name)["value"].Text ?? "";
        return new(Part("name"), new(Part("value"), At(extension)), MapComments.None, At(extension));
    }

    private static MapComments Comments(Element element) => element["documentation"].Text is { } text ? new(text.Split('\n'), null) : MapComments.None;

    private MapGroup ReadGroup(Element group) => new(
        Required(group, "name"),
        [.. Each(group, "input").Select(input => new MapInput(Required(input, "name"), input["mode"].Text == "source", input["type"].Text, At(input)))],
        [.. Each(group, "rule").Where(rule => rule["name"].Text != StructureMapWriter.Nothing || rule.Children("target").Count > 0).Select(ReadRule)],
        At(group))
    {
        Comments = Comments(group),
        Extends = group["extends"].Text,
        TypeMode = group["typeMode"].Text switch { "types" => TypeMode.Types, "type-and-types" => TypeMode.TypeAndTypes, _ => TypeMode.None },
    };

    private MapRule ReadRule(Element rule)
    {
        var inner = Each(rule, "rule").ToArray();
        if (rule.Children("source").Count == 0) Fail(rule, "structuremap-required", "source");
        return new(
            [.. Each(rule, "source").Select(ReadSource)],
            [.. Each(rule, "target").Select(ReadTarget)],
            [.. Each(rule, "dependent").Select(dependent => new MapCall(
                Required(dependent, "name"), [.. Each(dependent, "variable").Select(ReadVariable)], At(dependent)))],
            inner.Length == 0 ? null : [.. inner.Select(ReadRule)],
            rule["name"].Text,
            At(rule)) { Comments = Comments(rule) };
    }

    // A variable is a name; a map in text may also hand over a value or FHIRPath, which stand here as the text has them.
    private static MapArgument ReadVariable(Element variable)
    {
        var text = variable.Text ?? "";
        if (FmlParser.ParseLiteral(text) is { } literal) return new(literal, null, At(variable));
        return text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-') ? new(null, text, At(variable)) : new(null, null, At(variable)) { Expression = new(text, At(variable)) };
    }

    private MapSource ReadSource(Element source) => new(Required(source, "context"), Path(source), At(source))
    {
        Type = source["type"].Text,
        Min = Number(source["min"].Text),
        Max = source["max"].Text is "*" ? -1 : Number(source["max"].Text),
        Default = source["defaultValue"] is { Exists: true } value ? value["expression"].Text is { } path ? new(path, At(value)) : value.HasValue ? new(Quoted(value), At(value)) : null : null,
        ListMode = source["listMode"].Text switch
        {
            "first" => SourceListMode.First,
            "not_first" => SourceListMode.NotFirst,
            "last" => SourceListMode.Last,
            "not_last" => SourceListMode.NotLast,
            "only_one" => SourceListMode.OnlyOne,
            _ => SourceListMode.None,
        },
        Variable = source["variable"].Text,
        Where = Expression(source["condition"]),
        Check = Expression(source["check"]),
        Log = Expression(source["logMessage"]),
    };

    private MapTarget ReadTarget(Element target) => new(target["context"].Text, Path(target), ReadTransform(target), target["variable"].Text, At(target))
    {
        ListModes = [.. Each(target, "listMode").Select(mode => mode.Text).Where(mode => mode is "first" or "share" or "last" or "collate" or "single").Select(mode => mode switch
        {
            "first" => TargetListMode.First,
            "share" => TargetListMode.Share,
            "last" => TargetListMode.Last,
            "collate" => TargetListMode.Collate,
            _ => TargetListMode.Single,
        })],
        ShareId = target["listRuleId"].Text,
    };

    // The text has shorter words for some transforms: a copy of a variable or literal, and FHIRPath without a variable.
    private MapTransform? ReadTransform(Element target)
    {
        if (target["transform"].Text is not { } name) return null;
        var at = At(target["transform"]);
        MapArgument[] arguments = [.. Each(target, "parameter").Select(ReadArgument)];
        return (name, arguments) switch
        {
            ("create", []) => null,
            ("copy", [{ Variable: { } variable }]) => new(at) { Copy = variable.Split('.') },
            ("copy", [{ Literal: { } literal }]) => new(at) { Literal = literal },
            ("evaluate", [var focus, { Literal: { } expression }]) => new(at) { Call = new(name, [focus, new(null, null, at) { Expression = new(expression.Text, at) }], at) },
            ("evaluate", [{ Literal: { } expression }]) => new(at) { Evaluate = new(expression.Text, at) },
            _ => new(at) { Call = new(name, arguments, at) },
        };
    }

    private MapArgument ReadArgument(Element parameter)
    {
        var value = parameter["value"];
        if (!value.HasValue) Fail(parameter, "structuremap-required", "value");
        return value.TypeName == "id"
            ? new(null, value.Text, At(value))
            : new(new(value.TypeName switch { "boolean" => LiteralKind.Boolean, "integer" => LiteralKind.Integer, "decimal" => LiteralKind.Decimal, _ => LiteralKind.String }, value.Text is "''" or null ? "" : value.Text), null, At(value));
    }

    private static MapExpression? Expression(Element element) => element.Text is { Length: > 0 } text ? new(text, At(element)) : null;

    private static string Quoted(Element value) => value.TypeName is "boolean" or "integer" or "decimal"
        ? value.Text!
        : $"'{value.Text!.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";

    private static string[] Path(Element element) => element["element"].Text is { Length: > 0 } path ? path.Split('.') : [];

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static ModelMode ModeOf(string? mode) => mode switch { "queried" => ModelMode.Queried, "target" => ModelMode.Target, "produced" => ModelMode.Produced, _ => ModelMode.Source };

    private static Element[] Each(Element parent, string name) => parent.Children(name).ToArray();

    private static MapPosition At(Element element) => new(element.Position.Line, element.Position.Column);

    private string Required(Element parent, string name)
    {
        if (parent[name].Text is { } text) return text;
        Fail(parent, "structuremap-required", name);
        return "";
    }

    private void Fail(Element at, string rule, string expected) => _issues.Add(
        Issue.Error("structure", rule, "The StructureMap lacks something that it cannot be carried out without.", "StructureMap에 실행에 필요한 내용이 없습니다.") with { Expression = at.Path, Line = at.Position.Line, Column = at.Position.Column, Expected = expected });
}
