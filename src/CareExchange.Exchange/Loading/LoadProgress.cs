namespace CareExchange.Exchange.Loading;

/// <summary>How far a load has come: everything counted here is committed.</summary>
public sealed record LoadProgress
{
    /// <summary>The source in work, from 0; the number of sources when all are done.</summary>
    public int Source { get; init; }

    /// <summary>Lines done in that source.</summary>
    public long Line { get; init; }

    /// <summary>New resources.</summary>
    public long Created { get; init; }

    /// <summary>Resources that got a new version.</summary>
    public long Updated { get; init; }

    /// <summary>Resources that stood already as they were sent.</summary>
    public long Unchanged { get; init; }

    /// <summary>Resources, or lines that were none, which were not stored.</summary>
    public long Refused { get; init; }

    /// <summary>True when the load has ended.</summary>
    public bool IsDone { get; init; }

    /// <summary>Everything looked at.</summary>
    public long Total => Created + Updated + Unchanged + Refused;
}
