using System.Text.Json;

namespace CareExchange.Fhir.Definitions;

/// <summary>ValueSet and CodeSystem → facts.</summary>
internal static class TerminologyCompiler
{
    public static ValueSetDefinition ValueSet(JsonElement json)
    {
        var compose = json.Object("compose");
        return new(
            json.Text("url") ?? "",
            json.Text("version"),
            [.. compose?.Items("include").Select(Selection) ?? []],
            [.. compose?.Items("exclude").Select(Selection) ?? []]);
    }

    public static CodeSystemDefinition CodeSystem(JsonElement json)
    {
        var concepts = new List<CodeSystemConcept>();
        Concepts(json, -1, concepts);
        return new(
            json.Text("url") ?? "",
            json.Text("version"),
            json.Text("content") ?? "complete",
            json.Flag("caseSensitive"),
            json.Text("valueSet"),
            concepts);
    }

    private static void Concepts(JsonElement parent, int parentIndex, List<CodeSystemConcept> to)
    {
        foreach (var concept in parent.Items("concept"))
        {
            var index = to.Count;
            to.Add(new(concept.Text("code") ?? "", concept.Text("display"), parentIndex, [.. concept.Items("property").Select(Property).Where(property => property.Value.Length > 0)]));
            Concepts(concept, index, to);
        }
    }

    // Codings keep only their code; definitions and comments of v3 ("HL7usageNotes" …) are prose and stay behind.
    private static (string Code, string Value) Property(JsonElement json)
    {
        foreach (var property in json.EnumerateObject())
        {
            var value = property.Name switch
            {
                "valueCode" or "valueDateTime" => property.Value.GetString(),
                "valueBoolean" or "valueInteger" or "valueDecimal" => property.Value.GetRawText(),
                "valueCoding" => property.Value.Text("code"),
                "valueString" when property.Value.GetString() is { Length: <= 64 } text => text,
                _ => null,
            };
            if (value is not null) return (json.Text("code") ?? "", value);
        }

        return ("", "");
    }

    private static ValueSetSelection Selection(JsonElement json) => new(
        json.Text("system"),
        json.Text("version"),
        [.. json.Items("concept").Select(concept => new ValueSetConcept(concept.Text("code") ?? "", concept.Text("display")))],
        [.. json.Items("filter").Select(filter => new ValueSetFilter(filter.Text("property") ?? "", filter.Text("op") ?? "", filter.Text("value") ?? ""))],
        json.Texts("valueSet"));
}
