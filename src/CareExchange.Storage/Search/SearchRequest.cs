using CareExchange.Fhir.Outcomes;

namespace CareExchange.Storage.Search;

/// <summary>A checked search of one or several resource types. Made by <c>SearchQueryParser</c>, so that it cannot fail later.</summary>
/// <param name="Branches">What is asked of each type; at least one, each type once.</param>
public sealed record SearchRequest(IReadOnlyList<SearchBranch> Branches)
{
    /// <summary>Matches on a page when the query says nothing.</summary>
    public const int DefaultCount = 50;

    /// <summary>The largest page.</summary>
    public const int MaximumCount = 1000;

    /// <summary>A search of one type.</summary>
    /// <param name="resourceType">The type searched.</param>
    /// <param name="criteria">All must hold; empty for the whole type.</param>
    public SearchRequest(string resourceType, IReadOnlyList<SearchCriterion> criteria)
        : this([new SearchBranch(resourceType, criteria)])
    {
    }

    /// <summary>The types searched; one, except for a search of the whole system.</summary>
    public IEnumerable<string> Types => Branches.Select(branch => branch.ResourceType);

    /// <summary>True where anything is asked at all, beside the types.</summary>
    public bool HasCriteria => Branches.Any(branch => branch.Criteria.Count > 0);

    /// <summary>True for a search at the root of the service, of whatever types <c>_type</c> names.</summary>
    public bool IsSystem { get; init; }

    /// <summary>True where no <c>_type</c> was named: every type is meant that the asker may search.</summary>
    public bool IsEveryType { get; init; }

    /// <summary>What the search stays within; null for everywhere. It is among the criteria of each branch already.</summary>
    public SearchCompartment? Compartment { get; init; }

    /// <summary>Matches on a page, 0 to <see cref="MaximumCount"/>; 0 asks for the total only.</summary>
    public int Count { get; init; } = DefaultCount;

    /// <summary>What else comes along with the matches.</summary>
    public IReadOnlyList<SearchInclude> Includes { get; init; } = [];

    /// <summary>The types that are asked about beside those searched: who may not read them may not ask.</summary>
    public IEnumerable<string> LinkedTypes => Branches.SelectMany(branch => branch.Criteria).SelectMany(criterion => criterion.LinkedTypes).Distinct(StringComparer.Ordinal);

    /// <summary>The order, first key first; empty for the order in which the resources were first stored.</summary>
    public IReadOnlyList<SearchSort> Sort { get; init; } = [];

    /// <summary>Whether matches are counted.</summary>
    public SearchTotal Total { get; init; }

    /// <summary>What was left out because nothing is known of it: only where the asker allowed it (<c>Prefer: handling=lenient</c>).</summary>
    public IReadOnlyList<Issue> Ignored { get; init; } = [];

    /// <summary>Who asked: cursors made for one key are refused for every other.</summary>
    public string RequesterKey { get; init; } = "";

    /// <summary>The query as it was understood and is carried out, <c>name:modifier=value&amp;…</c>, for the self link.</summary>
    public string Query { get; init; } = "";

    /// <summary>Where this page starts; null for the first.</summary>
    public SearchPosition? After { get; init; }

    /// <summary>How many rows of the order are looked at, from where the page starts; null for all. What is found is the page only where it is full.</summary>
    internal int? Window { get; init; }

    internal bool AsksText => Branches.Any(branch => branch.Criteria.Any(criterion => criterion.AsksText));

    /// <summary>What is searched, for cursors: a type, or the system.</summary>
    internal string Scope => ScopeOf(IsSystem ? null : Branches[0].ResourceType, Compartment);

    /// <summary>What a search of this type, or of the system, within this compartment is called in cursors.</summary>
    internal static string ScopeOf(string? resourceType, SearchCompartment? compartment) =>
        (compartment is null ? "" : compartment + "/") + (resourceType ?? SystemScope);

    /// <summary>The scope of searches at the root; no type has such a name.</summary>
    internal const string SystemScope = "_search";
}
