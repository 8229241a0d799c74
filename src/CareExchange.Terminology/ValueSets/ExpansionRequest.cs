namespace CareExchange.Terminology.ValueSets;

/// <summary>What is asked of an expansion: the in-parameters of R4 ValueSet/$expand.</summary>
public sealed record ExpansionRequest
{
    /// <summary>The most codes an expansion lists at once unless told otherwise.</summary>
    public const int DefaultLimit = 10_000;

    /// <summary>Everything, as it is defined.</summary>
    public static ExpansionRequest All { get; } = new();

    /// <summary>Words that all have to stand in a concept's names or in its code, in any case; null for no filter.</summary>
    public string? Filter { get; init; }

    /// <summary>How many codes are passed over.</summary>
    public int Offset { get; init; }

    /// <summary>How many codes are listed; null for all, 0 for only their number.</summary>
    public int? Count { get; init; }

    /// <summary>True to leave out codes that are no longer to be used.</summary>
    public bool IsActiveOnly { get; init; }

    /// <summary>The language of displays, a BCP-47 tag, or null for the system's own.</summary>
    public string? DisplayLanguage { get; init; }

    /// <summary>True to list every designation as well.</summary>
    public bool IncludesDesignations { get; init; }

    /// <summary>True for a flat list although the codes stand in a hierarchy.</summary>
    public bool ExcludesNested { get; init; }

    /// <summary>True to leave out codes that only group others (<c>excludeNotForUI</c>).</summary>
    public bool ExcludesAbstract { get; init; }

    /// <summary>The most codes to list at once; more are too costly unless <see cref="Count"/> asks for a page.</summary>
    public int Limit { get; init; } = DefaultLimit;
}
