using CareExchange.Fhir.Definitions;

namespace CareExchange.Storage.Indexing;

/// <summary>The indexed search parameters of one resource type.</summary>
/// <param name="Name">The type.</param>
/// <param name="Parameters">By code; <c>_id</c> and <c>_lastUpdated</c> are columns and not among them.</param>
/// <param name="NotIndexed">Codes that R4 defines and that cannot be asked for here: special parameters and composites of parts that no index holds.</param>
internal sealed record IndexedType(string Name, IReadOnlyDictionary<string, IndexedParameter> Parameters, IReadOnlyList<string> NotIndexed)
{
    public IndexedType(string name, IReadOnlyDictionary<string, IndexedParameter> parameters, IReadOnlyList<string> notIndexed, SchemaNode? root)
        : this(name, parameters, notIndexed)
    {
        var paths = root is null ? null : new IndexPathBuilder(root);
        Evaluated = [.. parameters.Values.Where(parameter => parameter.Composites.Count == 0 && paths?.Add(parameter) != true)];
        Paths = paths?.Build();
        Coarse = paths?.Coarse ?? Coarse;
    }

    /// <summary>The parameters whose expressions are paths, as one tree; null where nothing is known of the type's elements.</summary>
    public IndexPaths? Paths { get; }

    /// <summary>The token parameters of which each value is had by many resources.</summary>
    public IReadOnlySet<string> Coarse { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The other parameters: their expressions are evaluated one by one.</summary>
    public IReadOnlyList<IndexedParameter> Evaluated { get; } = [.. Parameters.Values.Where(parameter => parameter.Composites.Count == 0)];

    /// <summary>The places of all composite parameters, each once.</summary>
    public IReadOnlyList<IndexedComposite> Composites { get; } = [.. Parameters.Values.SelectMany(parameter => parameter.Composites).DistinctBy(composite => composite.Key)];
}
