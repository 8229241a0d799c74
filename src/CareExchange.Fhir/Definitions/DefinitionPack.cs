namespace CareExchange.Fhir.Definitions;

/// <summary>Everything one FHIR package defines, as facts.</summary>
/// <remarks>Held apart from <see cref="Schema"/>, which joins packs and resolves between them.</remarks>
public sealed record DefinitionPack
{
    /// <summary>The package's name, such as <c>hl7.fhir.r4.core</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The package's version.</summary>
    public required string Version { get; init; }

    /// <summary>The versions of FHIR it is written for; empty where it does not say.</summary>
    public IReadOnlyList<string> FhirVersions { get; init; } = [];

    /// <summary>The packages it builds on, as its package.json lists them.</summary>
    public IReadOnlyList<PackageDependency> Dependencies { get; init; } = [];

    /// <summary>The structure definitions, elements read when first asked for.</summary>
    public required IReadOnlyList<TypeDefinition> Types { get; init; }

    /// <summary>The search parameters.</summary>
    public required IReadOnlyList<SearchParameterDefinition> SearchParameters { get; init; }

    /// <summary>The compartments.</summary>
    public required IReadOnlyList<CompartmentDefinition> Compartments { get; init; }

    /// <summary>The operations.</summary>
    public required IReadOnlyList<OperationDefinition> Operations { get; init; }

    /// <summary>The value sets, read when first asked for.</summary>
    public required Lazy<IReadOnlyList<ValueSetDefinition>> ValueSets { get; init; }

    /// <summary>The code systems, read when first asked for.</summary>
    public required Lazy<IReadOnlyList<CodeSystemDefinition>> CodeSystems { get; init; }

    /// <summary>The concept maps, read when first asked for.</summary>
    public Lazy<IReadOnlyList<ConceptMapDefinition>> ConceptMaps { get; init; } = new([]);
}
