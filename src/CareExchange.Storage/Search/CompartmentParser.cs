using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Search;

/// <summary>What it takes to belong to a compartment, as criteria on the types that can.</summary>
internal sealed class CompartmentParser(IndexCatalog catalog, CriterionParser criteria)
{
    // The definitions' mark for the resource at the centre itself.
    private const string Itself = "{def}";

    /// <summary>The types that can be in a compartment, in order of their names; null where there is no such compartment.</summary>
    public IReadOnlyList<string>? Members(SearchCompartment compartment) =>
        Parameters(compartment) is { } parameters
            ? [.. parameters.Where(pair => pair.Value.Count > 0).Select(pair => pair.Key).Append(compartment.Type).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]
            : null;

    /// <summary>That a resource of a type is in the compartment.</summary>
    /// <returns>The criterion; or <c>search-compartment</c> for a type that cannot be in it: to answer with everything would be wrong, with nothing misleading.</returns>
    public Outcome<SearchCriterion> Parse(SearchCompartment compartment, IndexedType type)
    {
        var ways = new List<SearchCriterion>();
        foreach (var code in Parameters(compartment)?.GetValueOrDefault(type.Name) ?? [])
        {
            if (type.Building.Contains(code)) return SearchIssues.Building(type, code);
            if (code == Itself || type.Parameters.GetValueOrDefault(code) is not { Type: "reference" }) continue;
            if (criteria.Parse(type, code, compartment.ToString()) is { Succeeded: true, Value: { } way }) ways.Add(way);
        }

        if (type.Name == compartment.Type && criteria.Parse(type, "_id", compartment.Id) is { Succeeded: true, Value: { } self }) ways.Add(self);
        return ways switch
        {
            [] => SearchIssues.NotInCompartment(compartment.Type, type.Name, Members(compartment) ?? []),
            [var only] => only,
            _ => SearchCriterion.Of(SearchGroupKind.Any, ways),
        };
    }

    private IReadOnlyDictionary<string, IReadOnlyList<string>>? Parameters(SearchCompartment compartment) =>
        catalog.Schema.Compartments.LastOrDefault(definition => definition.Code == compartment.Type)?.Parameters;
}
