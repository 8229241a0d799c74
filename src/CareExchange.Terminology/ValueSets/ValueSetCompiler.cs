using System.Text.RegularExpressions;
using CareExchange.Fhir.Definitions;
using CareExchange.Terminology.CodeSystems;

namespace CareExchange.Terminology.ValueSets;

/// <summary>ValueSet.compose → <see cref="CodeSet"/> (http://hl7.org/fhir/R4/valueset.html#compositions).</summary>
internal sealed class ValueSetCompiler(CodeSystemCatalog systems, Func<string, CodeSet> import)
{
    /// <summary>Compiles one definition. What it needs and the packs lack becomes "not evaluated", never an error.</summary>
    public CodeSet Compile(ValueSetDefinition definition)
    {
        // A value set that is only text says nothing we could hold a code against.
        if (definition.Include.Count == 0) return definition.Expansion is { } expansion ? Union(Published(expansion)) : UnknownCodes.Instance;
        var included = Union([.. definition.Include.Select(selection => Compile(selection, definition.HoldsInactive == false))]);
        return definition.Exclude.Count == 0
            ? included
            : new DifferenceOfCodes(included, Union([.. definition.Exclude.Select(selection => Compile(selection, false))]));
    }

    private CodeSet[] Published(IReadOnlyList<ValueSetExpandedCode> expansion) => [.. expansion
        .Where(entry => entry is { System: not null, Code: not null, IsAbstract: false })
        .GroupBy(entry => entry.System!, StringComparer.Ordinal)
        .Select(group => new ListedCodes(group.Key, group.Select(entry => entry.Code!), systems.Find(group.Key)?.Comparer ?? StringComparer.Ordinal))];

    // Within one include everything narrows: the system's concepts, and each imported value set.
    private CodeSet Compile(ValueSetSelection selection, bool isActiveOnly)
    {
        var parts = selection.ValueSets.Select(import).ToList();
        if (selection.System is { } url) parts.Insert(0, CompileSystem(url, selection, isActiveOnly));
        return parts switch
        {
            [] => UnknownCodes.Instance,
            [var only] => only,
            _ => new IntersectionOfCodes([.. parts]),
        };
    }

    private CodeSet CompileSystem(string url, ValueSetSelection selection, bool isActiveOnly)
    {
        var system = systems.Find(url, selection.Version);
        if (selection.Concepts.Count > 0)
        {
            var comparer = (system ?? systems.Find(url))?.Comparer ?? StringComparer.Ordinal;
            var codes = selection.Concepts.Select(concept => concept.Code);
            if (isActiveOnly && system is not null) codes = codes.Where(code => system.IndexOf(code) is not (>= 0 and var index) || !system.IsInactive(index));
            return new ListedCodes(url, codes, comparer);
        }

        if (system is null || system.Concepts.Count == 0) return Unlisted(url, selection.Filters);
        if (selection.Filters.Count == 0 && !isActiveOnly) return new SystemCodes(system, null);
        return SelectionFilter.Apply(system, selection.Filters, isActiveOnly) is { } members ? new SystemCodes(system, members) : Unlisted(url, selection.Filters);
    }

    // A pattern on the code itself can be asked without a list of codes.
    private static GrammarCodes Unlisted(string url, IReadOnlyList<ValueSetFilter> filters)
    {
        var patterns = new List<Regex>();
        foreach (var filter in filters.Where(filter => filter is { Op: "regex", Property: "code" or "concept" }))
            if (CodeFilter.Pattern(filter.Value) is { } pattern) patterns.Add(pattern);
        return new GrammarCodes(url, CodeShape.Find(url), [.. patterns], isFiltered: patterns.Count < filters.Count);
    }

    private static CodeSet Union(IReadOnlyList<CodeSet> sets) => sets.Count == 1 ? sets[0] : new UnionOfCodes([.. sets]);
}
