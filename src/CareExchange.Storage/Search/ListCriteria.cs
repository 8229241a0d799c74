using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Search;

/// <summary><c>_list</c> (R4 search.html#list): what a List refers to, which is what <c>_has</c> finds from it; and the current lists by their function (lifecycle.html#current).</summary>
internal sealed class ListCriteria(IndexCatalog catalog, SearchValueParser values)
{
    private const string Uses = "http://terminology.hl7.org/CodeSystem/list-example-use-codes";
    private const string Loinc = "http://loinc.org";
    private const string DrugAllergies = "$current-drug-allergies";

    // The function of a list is its code: that of HL7's own list, or LOINC's.
    private static readonly Dictionary<string, (string System, string Code)[]> Current = new(StringComparer.Ordinal)
    {
        ["$current-problems"] = [(Uses, "problems"), (Loinc, "11450-4")],
        ["$current-medications"] = [(Uses, "medications"), (Loinc, "10160-0")],
        ["$current-allergies"] = [(Uses, "allergies"), (Uses, "adverserxns"), (Loinc, "48765-2")],
        [DrugAllergies] = [(Uses, "allergies"), (Uses, "adverserxns"), (Loinc, "48765-2")],
    };

    /// <summary>That a resource is an item of a list.</summary>
    /// <returns>The criterion; or <c>search-value</c>.</returns>
    public Outcome<SearchCriterion> Parse(IndexedType type, string name, string value)
    {
        var (ids, ways) = (new List<SearchValue>(), new List<SearchCriterion>());
        foreach (var text in SearchValueParser.Split(value, ',').Select(SearchValueParser.Unescape))
        {
            if (Current.TryGetValue(text, out var codes)) ways.Add(Now(type, text, codes));
            else if (values.Value("id", null, null, text.StartsWith("List/", StringComparison.Ordinal) ? text["List/".Length..] : text) is { } id) ids.Add(id);
            else return Malformed(name);
        }

        if (catalog.Find("List") is null || type.Name.Length == 0) return Malformed(name);
        if (ids.Count > 0) ways.Add(Item(new SearchCriterion("_id", "id", null, ids)));
        return ways is [var only] ? only : SearchCriterion.Of(SearchGroupKind.Any, ways);
    }

    private static Issue Malformed(string name) => SearchIssues.MalformedValue(name, $"ids of List resources, or {string.Join(", ", Current.Keys)}");

    private static SearchCriterion Now(IndexedType type, string function, (string System, string Code)[] codes)
    {
        var item = Item(SearchCriterion.Of(SearchGroupKind.All, [
            new SearchCriterion("code", "token", null, [.. codes.Select(code => new SearchValue { System = code.System, Text = code.Code })]),
            new SearchCriterion("status", "token", null, [new SearchValue { Text = "current" }])]));
        return function == DrugAllergies && type.Name == "AllergyIntolerance"
            ? SearchCriterion.Of(SearchGroupKind.All, [item, new SearchCriterion("category", "token", null, [new SearchValue { Text = "medication" }])])
            : item;
    }

    private static SearchCriterion Item(SearchCriterion list) => new("item", "reference", null, []) { Link = new(IsReverse: true, [new("List", list)]) };
}
