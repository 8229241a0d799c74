namespace CareExchange.Storage.Indexing;

/// <summary>The indexed search parameters of one resource type.</summary>
/// <param name="Name">The type.</param>
/// <param name="Parameters">By code; <c>_id</c> and <c>_lastUpdated</c> are columns and not among them.</param>
/// <param name="NotIndexed">Codes that R4 defines and that cannot be asked for here: composite and special parameters.</param>
internal sealed record IndexedType(string Name, IReadOnlyDictionary<string, IndexedParameter> Parameters, IReadOnlyList<string> NotIndexed);
