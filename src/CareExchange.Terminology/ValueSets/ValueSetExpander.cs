using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Terminology.ValueSets;

/// <summary>Lists the codes of value sets: R4 ValueSet/$expand over what the packs hold. Thread-safe.</summary>
public sealed class ValueSetExpander(ValueSetMembership membership)
{
    /// <summary>Expands a value set the schema knows.</summary>
    /// <param name="valueSet">Its canonical, with or without <c>|version</c>.</param>
    /// <param name="request">What is asked.</param>
    /// <returns>The expansion; or issues <c>value-set-unknown</c>, <c>expansion-not-evaluated</c> where a part of it is not at hand,
    /// <c>expansion-too-costly</c> where it has no end or is longer than the request allows.</returns>
    public Outcome<ValueSetExpansion> Expand(string valueSet, ExpansionRequest? request = null) => membership.Definition(valueSet) is { } definition
        ? Expand(definition, request)
        : CodeIssues.UnknownValueSet(valueSet) with { Severity = IssueSeverity.Error };

    /// <summary>Expands a definition that need not be in the schema.</summary>
    public Outcome<ValueSetExpansion> Expand(ValueSetDefinition definition, ExpansionRequest? request = null)
    {
        request ??= ExpansionRequest.All;
        var collector = new ExpansionCollector(membership);
        if (collector.Collect(definition) is { } problem) return problem;

        var words = (request.Filter ?? "").Normalize().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var found = collector.Candidates
            .Where(candidate => !(request.IsActiveOnly && candidate.IsInactive) && !(request.ExcludesAbstract && candidate.IsAbstract) && candidate.Matches(words))
            .ToList();
        var count = request.Count ?? int.MaxValue;
        if (found.Count > request.Limit && count > request.Limit) return TooCostly(definition.Url, request.Limit);

        // A page of a tree is no tree, and neither is what a filter leaves of it.
        var isWhole = words.Length == 0 && request.Offset <= 0 && count >= found.Count;
        var contains = isWhole && !request.ExcludesNested
            ? ExpansionTree.Build(found, candidate => Expanded(candidate, request))
            : [.. found.Skip(Math.Max(0, request.Offset)).Take(Math.Max(0, count)).Select(candidate => Expanded(candidate, request))];
        return new ValueSetExpansion(definition, found.Count, Math.Max(0, request.Offset), contains, collector.UsedSystems);
    }

    private static ExpandedCode Expanded(ExpansionCandidate candidate, ExpansionRequest request) => new(candidate.Url, candidate.Code, candidate.Display(request.DisplayLanguage))
    {
        IsAbstract = candidate.IsAbstract,
        IsInactive = candidate.IsInactive,
        Designations = request.IncludesDesignations ? candidate.Designations() : [],
    };

    private static Issue TooCostly(string valueSet, int limit) => Issue.Error(
        "too-costly", "expansion-too-costly", $"The value set has more than {limit} codes; ask for a page of it.", $"값 집합의 코드가 {limit}개를 넘습니다. 나누어 요청하십시오.") with { Found = valueSet };
}
