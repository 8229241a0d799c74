using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Terminology.CodeSystems;
using CareExchange.Terminology.ValueSets;

namespace CareExchange.Storage.Search;

/// <summary>What <c>:in</c>, <c>:above</c> and <c>:below</c> mean in codes (R4 search.html#token): looked up when the query is read, so that SQL only compares codes.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class TerminologyCodes(Schema schema)
{
    /// <summary>The most codes one value may stand for.</summary>
    public const int MaximumCodes = 10_000;

    private readonly Lazy<ValueSetMembership> _packs = new(() => new ValueSetMembership(schema));
    private volatile SearchTerminology? _stored;

    /// <summary>True once <see cref="Learn"/> was called.</summary>
    public bool HasLearnt => _stored is not null;

    /// <summary>Learns what is stored now; until then only what the packs define is known.</summary>
    public void Learn(SearchTerminology terminology) => _stored = terminology;

    private ValueSetMembership Membership => _stored?.Membership ?? _packs.Value;

    /// <summary>The codes of a value set.</summary>
    /// <returns>One value for each system; or <c>search-value-set</c> where it is unknown, cannot be listed or is too large.</returns>
    public Outcome<IReadOnlyList<SearchValue>> In(string valueSet)
    {
        const string Relative = "ValueSet/";
        var membership = Membership;
        if (valueSet.StartsWith(Relative, StringComparison.Ordinal))
        {
            if (_stored?.StoredValueSets.GetValueOrDefault(valueSet[Relative.Length..]) is not { } canonical) return SearchIssues.ValueSet(valueSet, "not known here");
            valueSet = canonical;
        }

        if (!membership.Knows(valueSet)) return SearchIssues.ValueSet(valueSet, "not known here");
        var expansion = new ValueSetExpander(membership).Expand(valueSet, new ExpansionRequest { ExcludesNested = true, Limit = MaximumCodes });
        return expansion.Value is { } found && expansion.Succeeded
            ? BySystem(Flat(found.Contains).Select(code => (code.System, code.Code)))
            : SearchIssues.ValueSet(valueSet, expansion.Issues.Count > 0 ? expansion.Issues[0].English : "not to be listed");
    }

    /// <summary>A code with those it subsumes (<paramref name="isBelow"/>), or with those that subsume it.</summary>
    /// <returns>One value; or <c>search-code-system</c> where the system or the code is unknown, or too many codes are meant.</returns>
    public Outcome<IReadOnlyList<SearchValue>> Subsumed(SearchValue token, bool isBelow)
    {
        if (token is not { System: { Length: > 0 } name, Text: { Length: > 0 } code }) return SearchIssues.CodeSystem("", "The code's system is needed: system|code.");
        if (Membership.Systems.Find(name) is not { } system) return SearchIssues.CodeSystem(name, "The code system is not known here.");
        if (system.IndexOf(code) is not (>= 0 and var at)) return SearchIssues.CodeSystem(name, "The code system has no such code.");
        var codes = new List<string>();
        for (var index = 0; index < system.Concepts.Count; index++)
        {
            if (index != at && !(isBelow ? system.IsA(index, at) : system.IsA(at, index))) continue;
            codes.Add(system.Concepts[index].Code);
            if (codes.Count > MaximumCodes) return SearchIssues.CodeSystem(name, $"More than {MaximumCodes} codes are meant.");
        }

        return Outcome.Success<IReadOnlyList<SearchValue>>([new SearchValue { System = name, Codes = codes }]);
    }

    private static IEnumerable<ExpandedCode> Flat(IEnumerable<ExpandedCode> codes) => codes.SelectMany(code => Flat(code.Contains).Prepend(code));

    // A value set that is empty must find nothing: a list without codes does so.
    private static Outcome<IReadOnlyList<SearchValue>> BySystem(IEnumerable<(string System, string Code)> codes)
    {
        SearchValue[] values = [.. codes.GroupBy(code => code.System, StringComparer.Ordinal)
            .Select(group => new SearchValue { System = group.Key, Codes = [.. group.Select(code => code.Code).Distinct(StringComparer.Ordinal)] })];
        return Outcome.Success<IReadOnlyList<SearchValue>>(values.Length > 0 ? values : [new SearchValue { System = "", Codes = [] }]);
    }
}
