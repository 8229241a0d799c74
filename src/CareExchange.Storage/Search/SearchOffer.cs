namespace CareExchange.Storage.Search;

/// <summary>A search parameter that can really be asked for.</summary>
/// <param name="Code">Its name in a query.</param>
/// <param name="Type">Its search parameter type.</param>
/// <param name="Targets">Of a reference: the types it may point at; empty for any.</param>
public sealed record SearchOffer(string Code, string Type, IReadOnlyList<string> Targets)
{
    /// <summary>The canonical of a definition that is stored here; null for the schema's own.</summary>
    public string? Definition { get; init; }
}
