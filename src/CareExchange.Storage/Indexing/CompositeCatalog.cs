using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.FhirPath;

namespace CareExchange.Storage.Indexing;

/// <summary>Composite definitions → the places and parts that are indexed.</summary>
internal static class CompositeCatalog
{
    private static readonly string[] Leading = ["token", "reference", "uri", "string"];
    private static readonly string[] Following = ["token", "reference", "uri", "string", "date", "number", "quantity"];

    /// <summary>The places of a composite parameter; empty where its parts are none that an index can hold.</summary>
    public static IReadOnlyList<IndexedComposite> Compile(Schema schema, string resourceType, SearchParameterDefinition definition)
    {
        if (definition.Expression is not { } expression || definition.Components.Count is not (2 or 3)) return [];
        var parts = new List<IndexedParameter>();
        var gates = new List<IReadOnlyList<int>>();
        foreach (var component in Corrected(definition))
        {
            var part = schema.SearchParameters.FirstOrDefault(parameter => parameter.Url == component.Definition);
            if (part is null || !(parts.Count == 0 ? Leading : Following).Contains(part.Type) || (parts.Count == 2 && part.Type is not ("number" or "date"))) return [];
            if (FhirPathExpression.Compile(component.Expression).Value is not { } compiled) return [];
            if (part.Base.Contains(resourceType)) gates.Add([ParameterKey.Of(resourceType, part.Code)]);
            var name = $"{component.Expression}${parts.Count}";
            parts.Add(new(name, part.Type, ParameterKey.Of(resourceType, name), ParameterKey.Of(resourceType, name + ":2"), part.Target, compiled));
        }

        var places = new List<IndexedComposite>();
        foreach (var branch in SearchExpression.Branches(SearchExpression.For(resourceType, expression)))
        {
            if (FhirPathExpression.Compile(branch).Value is not { } place) return [];
            var name = $"{branch}${string.Join('$', definition.Components.Select((component, index) => $"{component.Expression}:{parts[index].Type}"))}";
            places.Add(new(ParameterKey.Of(resourceType, name), ParameterKey.Of(resourceType, name + ":canonical"), place, parts) { Gates = gates });
        }

        return places;
    }

    // Two slips of R4 4.0.1: code-value-date casts to "DateTime", which is no FHIR type; relationship's parts have each other's expressions.
    private static IEnumerable<SearchParameterComponent> Corrected(SearchParameterDefinition definition)
    {
        if (definition.Url == "http://hl7.org/fhir/SearchParameter/DocumentReference-relationship" && definition.Components is [{ Expression: "code" } first, { Expression: "target" } second])
            return [first with { Expression = "target" }, second with { Expression = "code" }];
        return definition.Components.Select(component => component with { Expression = component.Expression.Replace("as(DateTime)", "as(dateTime)", StringComparison.Ordinal) });
    }
}
