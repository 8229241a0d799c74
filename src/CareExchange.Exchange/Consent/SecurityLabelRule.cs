namespace CareExchange.Exchange.Consent;

/// <summary>Which resources get a security label when they come in, as configured.</summary>
/// <remarks>A label is added, never taken away: who sends a resource may say more than the rules, never less.</remarks>
public sealed record SecurityLabelRule
{
    /// <summary>Stable id in kebab case.</summary>
    public required string Id { get; init; }

    /// <summary>What is meant, in English.</summary>
    public required string English { get; init; }

    /// <summary>The same in Korean.</summary>
    public required string Korean { get; init; }

    /// <summary>A sensitivity of v3-ActCode such as <c>PSY</c>; it takes the resource into <see cref="DataCategories.Sensitive"/>. Null for none.</summary>
    public string? Sensitivity { get; init; }

    /// <summary>The least confidentiality, a code of v3-Confidentiality; null for none.</summary>
    public string? Confidentiality { get; init; }

    /// <summary>Code systems of the codes; empty for rules by type.</summary>
    public IReadOnlyList<string> Systems { get; init; } = [];

    /// <summary>Codes that make a resource meant, wherever they stand in it.</summary>
    public IReadOnlyList<string> Codes { get; init; } = [];

    /// <summary>Beginnings of such codes, of at least two letters.</summary>
    public IReadOnlyList<string> Prefixes { get; init; } = [];

    /// <summary>Resource types that are meant, whatever they hold.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>True for a choice of our own that stands in for one that nobody has published.</summary>
    public bool Simulated { get; init; }
}
