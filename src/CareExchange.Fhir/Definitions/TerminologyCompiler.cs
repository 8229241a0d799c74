using System.Text.Json;

namespace CareExchange.Fhir.Definitions;

/// <summary>ValueSet, CodeSystem and ConceptMap → facts. What is not written as FHIR writes it is passed over.</summary>
internal static class TerminologyCompiler
{
    private const int LongestProperty = 64;

    public static ValueSetDefinition ValueSet(JsonElement json)
    {
        var compose = json.Object("compose");
        var expansion = compose is null ? json.Object("expansion") : null;
        return new(
            json.Text("url") ?? "",
            json.Text("version"),
            [.. compose?.Items("include").Select(Selection) ?? []],
            [.. compose?.Items("exclude").Select(Selection) ?? []])
        {
            Name = json.Text("name"),
            Status = json.Text("status"),
            HoldsInactive = compose is { } composed && composed.TryGetProperty("inactive", out _) ? composed.Flag("inactive") : null,
            Expansion = expansion is { } published ? [.. Expanded(published)] : null,
        };
    }

    public static CodeSystemDefinition CodeSystem(JsonElement json)
    {
        var concepts = new ConceptTableBuilder();
        Concepts(json, -1, concepts);
        return new(
            json.Text("url") ?? "",
            json.Text("version"),
            json.Text("content") ?? "complete",
            json.Flag("caseSensitive"),
            json.Text("valueSet"),
            concepts.Build())
        {
            Name = json.Text("name"),
            Status = json.Text("status"),
            HierarchyMeaning = json.Text("hierarchyMeaning"),
            Supplements = json.Text("supplements"),
            Language = json.Text("language"),
            Properties = [.. json.Items("property").Select(property => new CodeSystemProperty(property.Text("code") ?? "", property.Text("uri"), property.Text("type") ?? "string"))],
        };
    }

    public static ConceptMapDefinition ConceptMap(JsonElement json) => new(
        json.Text("url") ?? "",
        json.Text("version"),
        json.Text("sourceUri") ?? json.Text("sourceCanonical"),
        json.Text("targetUri") ?? json.Text("targetCanonical"),
        [.. json.Items("group").Select(group => new ConceptMapGroup(
            group.Text("source"), group.Text("sourceVersion"), group.Text("target"), group.Text("targetVersion"),
            [.. group.Items("element").Select(element => new ConceptMapElement(
                element.Text("code"), element.Text("display"), [.. element.Items("target").Select(Target)]))],
            group.Object("unmapped") is { } unmapped
                ? new(unmapped.Text("mode") ?? "", unmapped.Text("code"), unmapped.Text("display"), unmapped.Text("url"))
                : null))]);

    private static ConceptMapTarget Target(JsonElement json) => new(
        json.Text("code"), json.Text("display"), json.Text("equivalence") ?? "relatedto",
        [.. json.Items("dependsOn").Select(Dependency)], [.. json.Items("product").Select(Dependency)]);

    private static ConceptMapDependency Dependency(JsonElement json) =>
        new(json.Text("property") ?? "", json.Text("system"), json.Text("value") ?? "", json.Text("display"));

    private static IEnumerable<ValueSetExpandedCode> Expanded(JsonElement parent)
    {
        foreach (var entry in parent.Items("contains"))
        {
            yield return new(entry.Text("system"), entry.Text("code"), entry.Text("display"), entry.Flag("abstract"));
            foreach (var inner in Expanded(entry)) yield return inner;
        }
    }

    private static void Concepts(JsonElement parent, int parentIndex, ConceptTableBuilder to)
    {
        foreach (var concept in parent.Items("concept"))
        {
            var index = to.Add(new(
                concept.Text("code") ?? "",
                concept.Text("display"),
                parentIndex,
                [.. concept.Items("property").Select(Property).Where(property => property.Value.Length > 0)])
            {
                Designations = [.. Designations(concept)],
            });
            Concepts(concept, index, to);
        }
    }

    private static IEnumerable<ConceptDesignation> Designations(JsonElement json) =>
        from designation in json.Items("designation")
        where designation.Text("value") is not null
        select new ConceptDesignation(designation.Text("language"), designation.Object("use")?.Text("code"), designation.Text("value")!);

    // Codings keep only their code; definitions and comments of v3 ("HL7usageNotes" …) are prose and stay behind.
    private static (string Code, string Value) Property(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object) return ("", "");
        foreach (var property in json.EnumerateObject())
        {
            var value = property.Name switch
            {
                "valueCode" or "valueDateTime" => json.Text(property.Name),
                "valueBoolean" or "valueInteger" or "valueDecimal" => property.Value.GetRawText(),
                "valueCoding" => json.Object(property.Name)?.Text("code"),
                "valueString" when json.Text(property.Name) is { Length: <= LongestProperty } text => text,
                _ => null,
            };
            if (value is not null) return (json.Text("code") ?? "", value);
        }

        return ("", "");
    }

    private static ValueSetSelection Selection(JsonElement json) => new(
        json.Text("system"),
        json.Text("version"),
        [.. json.Items("concept").Select(concept => new ValueSetConcept(concept.Text("code") ?? "", concept.Text("display")) { Designations = [.. Designations(concept)] })],
        [.. json.Items("filter").Select(filter => new ValueSetFilter(filter.Text("property") ?? "", filter.Text("op") ?? "", filter.Text("value") ?? ""))],
        json.Texts("valueSet"));
}
