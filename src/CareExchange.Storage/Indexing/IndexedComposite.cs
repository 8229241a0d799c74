using CareExchange.Fhir.FhirPath;

namespace CareExchange.Storage.Indexing;

/// <summary>One kind of place where the parts of a composite parameter stand together (R4 search.html#composite).</summary>
/// <remarks>Its number comes from the expressions, not from the parameter: <c>combo-code-value-quantity</c> asks for the rows of
/// <c>code-value-quantity</c> and of <c>component-code-value-quantity</c> and has none of its own.</remarks>
/// <param name="Key">Its number in the index tables.</param>
/// <param name="CanonicalKey">The number of the rows whose quantity is in base units.</param>
/// <param name="Expression">What gives the places.</param>
/// <param name="Parts">Two or three parts, each evaluated on the place; the first is a token, a reference, a uri or a string.</param>
internal sealed record IndexedComposite(int Key, int CanonicalKey, FhirPathExpression Expression, IReadOnlyList<IndexedParameter> Parts)
{
    /// <summary>By part, where the type has the parameter that it is of, the numbers that its rows stand under: what no row is made of in the whole resource
    /// stands together nowhere.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Gates { get; init; } = [];

    /// <summary>The codes of the parameters that it is asked as, one for each part, where it has no rows of its own; empty where it has.</summary>
    public IReadOnlyList<string> Folded { get; init; } = [];

    /// <summary>True where a part is found from the resource, not from the place.</summary>
    public bool NeedsResource { get; } = Parts.Any(part => part.Expression.Text.Contains('%', StringComparison.Ordinal));
}
