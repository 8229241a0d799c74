using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Terminology.CodeSystems;

namespace CareExchange.Terminology.ValueSets;

/// <summary>Gathers the codes of one expansion in the order in which the value set names them.</summary>
internal sealed class ExpansionCollector(ValueSetMembership membership)
{
    private readonly List<ExpansionCandidate> _candidates = [];
    private readonly HashSet<(string System, string Code)> _seen = [];
    private readonly HashSet<string> _systems = new(StringComparer.Ordinal);
    private readonly HashSet<string> _importing = new(StringComparer.Ordinal);

    /// <summary>What was gathered, each code once.</summary>
    public IReadOnlyList<ExpansionCandidate> Candidates => _candidates;

    /// <summary>The systems it came from, as <c>url|version</c>.</summary>
    public IReadOnlyList<string> UsedSystems => [.. _systems.Order(StringComparer.Ordinal)];

    /// <summary>Adds a value set's codes; gives back why that cannot be done.</summary>
    public Issue? Collect(ValueSetDefinition definition)
    {
        foreach (var candidate in Enumerate(definition, out var problem))
            if (problem is null && _seen.Add((candidate.Url, candidate.Code))) _candidates.Add(candidate);
        return Problem;
    }

    private Issue? Problem { get; set; }

    private List<ExpansionCandidate> Enumerate(ValueSetDefinition definition, out Issue? problem)
    {
        var found = new List<ExpansionCandidate>();
        if (!_importing.Add(definition.Url)) Fail(Circular(definition.Url));
        else if (definition.Include.Count > 0) foreach (var include in definition.Include) Include(include, found);
        else if (definition.Expansion is { } expansion) found.AddRange(expansion.Where(entry => entry is { System: not null, Code: not null }).Select(Published));
        else Fail(NotEvaluated(definition.Url));

        foreach (var exclude in definition.Exclude) Exclude(exclude, found);
        if (definition.HoldsInactive == false) found.RemoveAll(candidate => candidate.IsInactive);
        _importing.Remove(definition.Url);
        problem = Problem;
        return found;
    }

    private void Include(ValueSetSelection include, List<ExpansionCandidate> to)
    {
        if (Problem is not null) return;
        List<ExpansionCandidate> found;
        var narrowing = include.ValueSets;
        if (include.System is { } system) found = OfSystem(system, include);
        else
        {
            if (narrowing.Count == 0 || membership.Definition(narrowing[0]) is not { } first)
            {
                Fail(narrowing.Count == 0 ? NotEvaluated("include") : CodeIssues.UnknownValueSet(narrowing[0]) with { Severity = IssueSeverity.Error });
                return;
            }

            found = Enumerate(first, out _);
            narrowing = [.. narrowing.Skip(1)];
        }

        foreach (var imported in narrowing)
        {
            var set = membership.Find(imported);
            found.RemoveAll(candidate => Holds(set, candidate, imported) == false);
        }

        to.AddRange(found);
    }

    private List<ExpansionCandidate> OfSystem(string url, ValueSetSelection include)
    {
        var system = membership.Systems.Find(url, include.Version);
        if (system is not null) _systems.Add(system.Definition.Version is { } version ? $"{url}|{version}" : url);
        if (include.Concepts.Count > 0)
        {
            // A code that a complete system does not have is no code, whoever lists it.
            return [.. include.Concepts.Select(concept => new ExpansionCandidate(url, concept.Code, system, system?.IndexOf(concept.Code) ?? -1, concept))
                .Where(candidate => candidate.Index >= 0 || system is not { IsComplete: true })];
        }

        // A grammar has codes without end; a system without content has codes nobody here can list.
        if (system is not ({ IsComplete: true } or { Definition.Content: "fragment" }))
        {
            Fail(CodeShape.Find(url) is { IsWhole: true } ? Endless(url) : NotEvaluated(url));
            return [];
        }

        if (SelectionFilter.Apply(system, include.Filters, isActiveOnly: false) is not { } members)
        {
            Fail(NotEvaluated(url));
            return [];
        }

        return [.. Enumerable.Range(0, members.Length).Where(index => members[index]).Select(index => new ExpansionCandidate(url, system.Concepts.Code(index), system, index, null))];
    }

    private void Exclude(ValueSetSelection exclude, List<ExpansionCandidate> from)
    {
        if (Problem is not null) return;
        var set = new ValueSetCompiler(membership.Systems, membership.Find).Compile(new ValueSetDefinition("", null, [exclude], []));
        from.RemoveAll(candidate => Holds(set, candidate, exclude.System ?? "exclude") == true);
    }

    private bool? Holds(CodeSet set, ExpansionCandidate candidate, string what)
    {
        var answer = set.Contains(candidate.Url, candidate.Code);
        if (answer is null) Fail(NotEvaluated(what));
        return answer;
    }

    private ExpansionCandidate Published(ValueSetExpandedCode entry)
    {
        var system = membership.Systems.Find(entry.System!);
        return new(entry.System!, entry.Code!, system, system?.IndexOf(entry.Code!) ?? -1, new(entry.Code!, entry.Display));
    }

    private void Fail(Issue issue) => Problem ??= issue;

    private static Issue NotEvaluated(string what) => Issue.Error(
        "not-supported", "expansion-not-evaluated", "The value set cannot be listed, because the content it is made of is not at hand.", "값 집합을 이루는 내용이 없어 목록을 만들 수 없습니다.") with { Found = what };

    private static Issue Endless(string system) => Issue.Error(
        "too-costly", "expansion-too-costly", "The codes of the system follow a grammar and have no end.", "문법으로 정의된 코드 체계라서 코드 목록이 끝이 없습니다.") with { Found = system };

    private static Issue Circular(string valueSet) => Issue.Error(
        "business-rule", "expansion-circular", "The value set imports itself.", "값 집합이 자기 자신을 가져옵니다.") with { Found = valueSet };
}
