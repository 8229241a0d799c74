using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Search;

/// <summary>The value of <c>_sort</c>: keys cut at commas, each with '-' for descending (R4 search.html#sort).</summary>
internal static class SortParser
{
    // Each key is a lookup for every match: this many are more than any page of people shows.
    private const int MaximumKeys = 5;

    /// <summary>Reads the keys.</summary>
    /// <param name="types">The types searched: a parameter must be known to each.</param>
    /// <param name="value">The value.</param>
    /// <param name="ignored">Where unknown keys are told and left out; null to refuse them.</param>
    /// <returns>The keys; or <c>search-value</c>, <c>search-parameter-unknown</c>.</returns>
    public static Outcome<IReadOnlyList<SearchSort>> Parse(IReadOnlyList<IndexedType> types, string value, List<Issue>? ignored)
    {
        var keys = new List<SearchSort>();
        foreach (var part in value.Split(','))
        {
            var isDescending = part.StartsWith('-');
            var code = isDescending ? part[1..] : part;
            if (code.Length == 0 || keys.Count == MaximumKeys) return SearchIssues.MalformedValue("_sort", $"one to {MaximumKeys} of _id, _lastUpdated and search parameters, each with '-' for descending");
            if (types.FirstOrDefault(type => !CanSort(type, code)) is { } type)
            {
                var issue = SearchIssues.UnknownSort(type, code);
                if (ignored is null) return issue;
                ignored.Add(SearchIssues.Ignored("_sort", issue));
            }
            else if (keys.All(key => key.Code != code))
            {
                keys.Add(new(code, isDescending));
            }
        }

        return Outcome.Success<IReadOnlyList<SearchSort>>(keys);
    }

    internal static bool CanSort(IndexedType type, string code) =>
        code is "_id" or "_lastUpdated" || type.Parameters.GetValueOrDefault(code) is { IsContact: false, Type: "string" or "date" or "number" or "quantity" or "reference" or "token" or "uri" };
}
