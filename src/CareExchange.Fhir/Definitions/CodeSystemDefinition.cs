namespace CareExchange.Fhir.Definitions;

/// <summary>A CodeSystem as facts: codes, displays, order, hierarchy, properties and designations; definitions in prose stay behind.</summary>
public sealed record CodeSystemDefinition
{
    /// <summary>Joins the facts of one code system.</summary>
    /// <param name="url">The canonical URL, which is the <c>system</c> of its codings.</param>
    /// <param name="version">The business version, or null.</param>
    /// <param name="content"><c>complete</c>, <c>not-present</c>, <c>fragment</c>, <c>example</c> or <c>supplement</c>.</param>
    /// <param name="isCaseSensitive">False where codes are compared without case.</param>
    /// <param name="valueSet">Canonical of the value set of all its codes, or null.</param>
    /// <param name="concepts">The concepts, parents before their children.</param>
    public CodeSystemDefinition(string url, string? version, string content, bool isCaseSensitive, string? valueSet, IReadOnlyList<CodeSystemConcept> concepts)
    {
        (Url, Version, Content, IsCaseSensitive, ValueSet) = (url, version, content, isCaseSensitive, valueSet);
        Concepts = ConceptTable.Of(concepts);
    }

    /// <summary>The canonical URL, which is the <c>system</c> of its codings.</summary>
    public string Url { get; init; }

    /// <summary>The business version, or null.</summary>
    public string? Version { get; init; }

    /// <summary><c>complete</c>, <c>not-present</c>, <c>fragment</c>, <c>example</c> or <c>supplement</c>.</summary>
    public string Content { get; init; }

    /// <summary>False where codes are compared without case (R4 CodeSystem.caseSensitive).</summary>
    public bool IsCaseSensitive { get; init; }

    /// <summary>Canonical of the value set of all its codes, or null.</summary>
    public string? ValueSet { get; init; }

    /// <summary>The concepts in columns, parents before their children.</summary>
    public ConceptTable Concepts { get; init; }

    /// <summary>The name for machines, or null.</summary>
    public string? Name { get; init; }

    /// <summary><c>draft</c>, <c>active</c>, <c>retired</c> or <c>unknown</c>; null where not stated.</summary>
    public string? Status { get; init; }

    /// <summary>What nesting means: <c>is-a</c>, <c>grouped-by</c>, <c>part-of</c> or <c>classified-with</c>; null where not stated.</summary>
    public string? HierarchyMeaning { get; init; }

    /// <summary>Of a supplement: canonical of the code system it adds to.</summary>
    public string? Supplements { get; init; }

    /// <summary>The language of displays, or null.</summary>
    public string? Language { get; init; }

    /// <summary>The properties that its concepts may carry.</summary>
    public IReadOnlyList<CodeSystemProperty> Properties { get; init; } = [];
}
