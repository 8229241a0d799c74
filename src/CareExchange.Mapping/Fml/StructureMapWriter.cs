using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;

namespace CareExchange.Mapping.Fml;

/// <summary>Syntax tree → StructureMap resource (R4). What R4 has no element for is written where a reader finds it again; see each member.</summary>
/// <remarks>Names that are no <c>id</c> (R4 datatypes.html#id) have been replaced before: see <see cref="FmlNames"/>.</remarks>
internal static class StructureMapWriter
{
    /// <summary>R5 has StructureMap.const; R4 takes it as the extension that stands for it (R5 versions.html#extensions).</summary>
    public const string ConstantExtension = "http://hl7.org/fhir/5.0/StructureDefinition/extension-StructureMap.const";

    /// <summary>The name of the rule that stands in for the rules of an empty group, because R4 asks for at least one.</summary>
    public const string Nothing = "nothing";

    private static readonly string[] OwnKeys = ["url", "name"];

    /// <summary>The resource.</summary>
    /// <param name="named">The map.</param>
    /// <param name="schema">Has base R4.</param>
    public static ElementBuilder Write(StructureMap named, Schema schema)
    {
        var map = FmlNames.AsIds(named);
        var resource = ElementBuilder.Create(schema, "StructureMap");
        foreach (var header in map.Headers.Where(header => !OwnKeys.Contains(header.Key, StringComparer.Ordinal))) WriteHeader(resource, header);
        if (resource.Find("status") is null) resource.Set("status", "draft");
        resource.Set("url", map.Url).Set("name", map.Name.Length == 0 ? "Map" : map.Name);

        // R4 dom-3: a resource contains only what it refers to.
        foreach (var embedded in map.ConceptMaps.Where(embedded => map.Groups.SelectMany(group => group.Rules).Any(rule => Names(rule, embedded.Id)))) resource.Append(resource.Shape.Property("contained")!.Only!, EmbeddedConceptMaps.Write(embedded, schema));
        foreach (var constant in map.Constants)
        {
            var extension = resource.Add("extension").Set("url", ConstantExtension);
            extension.Add("extension").Set("url", "name").Add("value", "string").TrySetText(constant.Name);
            extension.Add("extension").Set("url", "value").Add("value", "string").TrySetText(constant.Value.Text);
        }

        foreach (var uses in map.Uses)
        {
            var structure = resource.Add("structure").Set("url", uses.Url).Set("mode", uses.Mode.ToString().ToLowerInvariant()).Set("alias", uses.Alias);
            structure.Set("documentation", Documentation(uses.Comments));
        }

        foreach (var import in map.Imports) resource.Set("import", import.Url);
        foreach (var group in map.Groups) WriteGroup(resource.Add("group"), group);
        return resource;
    }

    private static bool Names(MapRule rule, string id) =>
        rule.Targets.Any(target => target.Transform?.Call?.Arguments.Any(argument => argument.Literal?.Text == id) == true) || (rule.Rules ?? []).Any(inner => Names(inner, id));

    /// <summary>A header that names an element (<c>jurisdiction.coding.code</c>) becomes that element; any other stays with the text.</summary>
    private static void WriteHeader(ElementBuilder resource, MapHeader header)
    {
        var node = resource;
        var path = header.Key.Split('.');
        for (var i = 0; i < path.Length; i++)
        {
            if (node.Shape.IsPrimitive || node.Shape.Property(path[i])?.Only is not { Node.IsResource: false } variant) return;
            var isLast = i == path.Length - 1;
            if (isLast && !variant.Shape.IsPrimitive) return;
            var present = isLast && variant.IsList ? null : node.Last(variant);
            var next = present ?? new ElementBuilder(variant.Shape);
            if (isLast && !next.TrySetText(header.Value)) return;
            if (present is null) node.Append(variant, next);
            node = next;
        }
    }

    private static void WriteGroup(ElementBuilder node, MapGroup group)
    {
        node.Set("name", group.Name).Set("extends", group.Extends)
            .Set("typeMode", group.TypeMode switch { TypeMode.Types => "types", TypeMode.TypeAndTypes => "type-and-types", _ => "none" })
            .Set("documentation", Documentation(group.Comments));
        foreach (var input in group.Inputs) node.Add("input").Set("name", input.Name).Set("type", input.Type).Set("mode", input.IsSource ? "source" : "target");
        foreach (var rule in group.Rules) WriteRule(node.Add("rule"), rule);
        if (group.Rules.Count == 0) node.Add("rule").Set("name", Nothing).Add("source").Set("context", group.Inputs[0].Name);
    }

    private static void WriteRule(ElementBuilder node, MapRule rule)
    {
        node.Set("name", rule.Name).Set("documentation", Documentation(rule.Comments));
        foreach (var source in rule.Sources) WriteSource(node.Add("source"), source);
        foreach (var target in rule.Targets) WriteTarget(node.Add("target"), target);
        foreach (var inner in rule.Rules ?? []) WriteRule(node.Add("rule"), inner);
        foreach (var call in rule.Calls)
        {
            var dependent = node.Add("dependent").Set("name", call.Name);
            foreach (var argument in call.Arguments) dependent.Set("variable", argument.Variable ?? FmlPrinter.Argument(argument));
        }
    }

    private static void WriteSource(ElementBuilder node, MapSource source)
    {
        node.Set("context", source.Context).Set("type", source.Type).Set("element", string.Join('.', source.Path));
        if (source.Min is { } min) node.Set("min", min).Set("max", source.Max is -1 ? "*" : $"{source.Max}");
        if (source.Default is { } value) WriteDefault(node, value);
        node.Set("listMode", source.ListMode switch
        {
            SourceListMode.None => null,
            SourceListMode.NotFirst => "not_first",
            SourceListMode.NotLast => "not_last",
            SourceListMode.OnlyOne => "only_one",
            var mode => mode.ToString().ToLowerInvariant(),
        });
        node.Set("variable", source.Variable).Set("condition", source.Where?.Text).Set("check", source.Check?.Text).Set("logMessage", source.Log?.Text);
    }

    /// <summary>A literal as the value itself; FHIRPath as an Expression, which defaultValue[x] takes like every type.</summary>
    private static void WriteDefault(ElementBuilder node, MapExpression value)
    {
        var literal = FmlParser.ParseLiteral(value.Text);
        var type = literal?.Kind switch { LiteralKind.String => "string", LiteralKind.Integer => "integer", LiteralKind.Decimal => "decimal", LiteralKind.Boolean => "boolean", _ => null };
        if (type is not null && literal!.Text.Length > 0) node.Add("defaultValue", type).TrySetText(literal.Text);
        else node.Add("defaultValue", "Expression").Set("language", "text/fhirpath").Set("expression", value.Text);
    }

    private static void WriteTarget(ElementBuilder node, MapTarget target)
    {
        if (target.Context is not null) node.Set("context", target.Context).Set("contextType", "variable");
        node.Set("element", string.Join('.', target.Path)).Set("variable", target.Variable);
        foreach (var mode in target.ListModes) node.Set("listMode", mode is TargetListMode.Single ? "first" : mode.ToString().ToLowerInvariant());
        node.Set("listRuleId", target.ShareId);
        if (target.Transform is { } transform) WriteTransform(node, transform);
    }

    private static void WriteTransform(ElementBuilder node, MapTransform transform)
    {
        if (transform.Call is { } call)
        {
            node.Set("transform", call.Name);
            foreach (var argument in call.Arguments) WriteParameter(node, argument);
        }
        else if (transform.Evaluate is { } expression)
        {
            node.Set("transform", "evaluate").Add("parameter").Add("value", "string").TrySetText(expression.Text);
        }
        else
        {
            node.Set("transform", "copy");
            if (transform.Copy is { } copy) node.Add("parameter").Add("value", "id").TrySetText(string.Join('.', copy));
            else WriteParameter(node, new(transform.Literal, null, transform.Position));
        }
    }

    private static void WriteParameter(ElementBuilder node, MapArgument argument)
    {
        var parameter = node.Add("parameter");
        if (argument.Variable is { } variable) parameter.Add("value", "id").TrySetText(variable);
        else if (argument.Expression is { } expression) parameter.Add("value", "string").TrySetText(expression.Text);
        else
        {
            var literal = argument.Literal!;
            var type = literal.Kind switch { LiteralKind.Integer => "integer", LiteralKind.Decimal => "decimal", LiteralKind.Boolean => "boolean", _ => "string" };

            // No element of FHIR is an empty string.
            parameter.Add("value", type).TrySetText(literal.Text.Length == 0 ? "''" : literal.Text);
        }
    }

    private static string? Documentation(MapComments comments)
    {
        var text = string.Join('\n', comments.Behind is null ? comments.Before : comments.Before.Append(comments.Behind));
        return text.Length == 0 ? null : text;
    }
}
