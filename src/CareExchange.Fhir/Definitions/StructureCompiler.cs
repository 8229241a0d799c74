using System.Text.Json;

namespace CareExchange.Fhir.Definitions;

/// <summary>StructureDefinition, SearchParameter, CompartmentDefinition and OperationDefinition → facts.</summary>
internal static class StructureCompiler
{
    public static TypeDefinition Type(JsonElement json)
    {
        var kind = json.Text("kind") switch
        {
            "primitive-type" => TypeKind.Primitive,
            "complex-type" => TypeKind.Complex,
            "resource" => TypeKind.Resource,
            _ => TypeKind.Logical,
        };
        var snapshot = Elements(json.Object("snapshot"));
        var differential = Elements(json.Object("differential"));

        // A logical model of its own has nothing to inherit: what it states is all there is.
        if (snapshot.Length == 0 && kind == TypeKind.Logical && json.Text("derivation") != "constraint" && json.Text("baseDefinition") is null or "http://hl7.org/fhir/StructureDefinition/Base" or "http://hl7.org/fhir/StructureDefinition/Element") snapshot = Elements(json.Object("differential"));
        var typeName = json.Text("type") ?? "";
        return new(() => snapshot, () => differential)
        {
            Name = json.Text("name") ?? typeName,
            Url = json.Text("url") ?? "",
            Version = json.Text("version"),
            TypeName = typeName,
            Kind = kind,
            IsAbstract = json.Flag("abstract"),
            IsConstraint = json.Text("derivation") == "constraint",
            BaseUrl = json.Text("baseDefinition"),
            Regex = kind == TypeKind.Primitive ? PrimitiveRegex(snapshot) ?? PrimitiveRegex(differential) : null,
            Contexts = [.. json.Items("context").Select(context => (context.Text("type") ?? "", context.Text("expression") ?? ""))],
            ContextInvariants = json.Texts("contextInvariant"),
            Status = json.Text("status"),
            IsExperimental = json.Flag("experimental"),
            Date = json.Text("date"),
            Title = json.Text("title"),
            FhirVersion = json.Text("fhirVersion"),
            Extensions = ElementCompiler.Extensions(json),
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
            .DistinctBy(resource => resource.Text("code"))
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
            ElementCompiler.Max(parameter.Text("max")),
            parameter.Text("type")))]);

    private static ElementDefinition[] Elements(JsonElement? part)
    {
        if (part is not { } listed) return [];
        ElementDefinition[] elements = [.. listed.Items("element").Select(ElementCompiler.Element)];
        if (listed.Items("element").All(element => element.Has("id"))) return elements;
        var ids = ElementIds.ByPlace(elements);
        return [.. elements.Select((element, index) => element with { Id = ids[index] })];
    }

    // The regular expression of a primitive hangs on the type of its value element.
    private static string? PrimitiveRegex(ElementDefinition[] elements) => elements
        .Where(element => element.Name == "value")
        .SelectMany(element => element.Types)
        .Select(type => type.Regex)
        .FirstOrDefault(regex => regex is not null);
}
