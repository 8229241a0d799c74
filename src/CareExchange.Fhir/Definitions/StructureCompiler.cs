using System.Globalization;
using System.Text.Json;

namespace CareExchange.Fhir.Definitions;

/// <summary>StructureDefinition, SearchParameter, CompartmentDefinition and OperationDefinition → facts.</summary>
internal static class StructureCompiler
{
    private const string FhirType = "http://hl7.org/fhir/StructureDefinition/structuredefinition-fhir-type";
    private const string RegexUrl = "http://hl7.org/fhir/StructureDefinition/regex";
    private const string MaxValueSet = "http://hl7.org/fhir/StructureDefinition/elementdefinition-maxValueSet";
    private const string SystemTypes = "http://hl7.org/fhirpath/System.";

    public static TypeDefinition Type(JsonElement json)
    {
        var kind = json.Text("kind") switch
        {
            "primitive-type" => TypeKind.Primitive,
            "complex-type" => TypeKind.Complex,
            "resource" => TypeKind.Resource,
            _ => TypeKind.Logical,
        };
        var source = json.Object("snapshot") ?? json.Object("differential");
        var elements = source?.Items("element").Select(Element).ToArray() ?? [];
        var typeName = json.Text("type") ?? "";
        var isConstraint = json.Text("derivation") == "constraint";
        return new(() => elements)
        {
            Name = json.Text("name") ?? typeName,
            Url = json.Text("url") ?? "",
            Version = json.Text("version"),
            TypeName = typeName,
            Kind = kind,
            IsAbstract = json.Flag("abstract"),
            IsConstraint = isConstraint,
            BaseUrl = json.Text("baseDefinition"),
            Regex = kind == TypeKind.Primitive ? PrimitiveRegex(source) : null,
            Contexts = [.. json.Items("context").Select(context => (context.Text("type") ?? "", context.Text("expression") ?? ""))],
        };
    }

    public static SearchParameterDefinition SearchParameter(JsonElement json) => new(
        json.Text("url") ?? "",
        json.Text("code") ?? "",
        json.Text("type") ?? "",
        json.Texts("base"),
        json.Text("expression"),
        json.Texts("target"),
        [.. json.Items("component").Select(part => new SearchParameterComponent(part.Text("definition") ?? "", part.Text("expression") ?? ""))]);

    public static CompartmentDefinition Compartment(JsonElement json) => new(
        json.Text("url") ?? "",
        json.Text("code") ?? "",
        json.Items("resource")
            .Where(resource => resource.Items("param").Any())
            .ToDictionary(resource => resource.Text("code") ?? "", resource => (IReadOnlyList<string>)resource.Texts("param"), StringComparer.Ordinal));

    public static OperationDefinition Operation(JsonElement json) => new(
        json.Text("url") ?? "",
        json.Text("code") ?? "",
        json.Texts("resource"),
        json.Flag("affectsState"),
        json.Flag("system"),
        json.Flag("type"),
        json.Flag("instance"),
        [.. json.Items("parameter").Select(parameter => new OperationParameter(
            parameter.Text("name") ?? "",
            parameter.Text("use") == "out",
            parameter.Number("min") ?? 0,
            Max(parameter.Text("max")),
            parameter.Text("type")))]);

    private static ElementDefinition Element(JsonElement json)
    {
        var path = json.Text("path") ?? "";
        var step = path[(path.LastIndexOf('.') + 1)..];
        var isChoice = step.EndsWith("[x]", StringComparison.Ordinal);
        return new()
        {
            Path = path,
            Id = json.Text("id") ?? path,
            Name = isChoice ? step[..^3] : step,
            IsChoice = isChoice,
            SliceName = json.Text("sliceName"),
            Min = json.Number("min") ?? 0,
            Max = Max(json.Text("max")),
            BaseMax = Max(json.Object("base")?.Text("max") ?? json.Text("max")),
            Types = Types(json),
            Binding = Binding(json.Object("binding")),
            Constraints = [.. json.Items("constraint").Select(Errata.Apply(Constraint))],
            IsSummary = json.Flag("isSummary"),
            IsModifier = json.Flag("isModifier"),
            MustSupport = json.Flag("mustSupport"),
            ContentReference = json.Text("contentReference") is { } reference ? reference[(reference.IndexOf('#', StringComparison.Ordinal) + 1)..] : null,
            Fixed = json.Choice("fixed"),
            Pattern = json.Choice("pattern"),
            MinValue = json.Choice("minValue"),
            MaxValue = json.Choice("maxValue"),
            MaxLength = json.Number("maxLength"),
            Slicing = Slicing(json.Object("slicing")),
        };
    }

    private static ElementType[] Types(JsonElement json) => [.. json.Items("type").Select(type =>
    {
        var code = type.Text("code") ?? "";
        if (code.StartsWith(SystemTypes, StringComparison.Ordinal)) code = Errata.SystemType(json.Object("base")?.Text("path"), type.ExtensionText(FhirType), code[SystemTypes.Length..]);
        return new ElementType(code, type.Texts("profile"), type.Texts("targetProfile"));
    })];

    private static ElementConstraint Constraint(JsonElement json) => new(
        json.Text("key") ?? "", json.Text("severity") != "warning", json.Text("expression"), json.Text("source"));

    private static ElementBinding? Binding(JsonElement? json) => json is not { } binding ? null : new(
        binding.Text("strength") ?? "example", binding.Text("valueSet"), binding.ExtensionText(MaxValueSet));

    private static ElementSlicing? Slicing(JsonElement? json) => json is not { } slicing ? null : new(
        [.. slicing.Items("discriminator").Select(item => new SliceDiscriminator(item.Text("type") ?? "", item.Text("path") ?? ""))],
        slicing.Flag("ordered"),
        slicing.Text("rules") ?? "open");

    // The regular expression of a primitive hangs on the type of its value element.
    private static string? PrimitiveRegex(JsonElement? source)
    {
        foreach (var element in source?.Items("element") ?? [])
        {
            if (element.Text("path")?.EndsWith(".value", StringComparison.Ordinal) != true) continue;
            foreach (var type in element.Items("type"))
            {
                if (type.ExtensionText(RegexUrl) is { } regex) return regex;
            }
        }

        return null;
    }

    private static int Max(string? max) =>
        max is null or "*" ? -1 : int.Parse(max, NumberStyles.None, CultureInfo.InvariantCulture);
}
