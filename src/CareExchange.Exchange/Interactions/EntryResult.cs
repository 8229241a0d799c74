using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Interactions;

/// <summary>What became of one entry of a transaction or batch.</summary>
/// <param name="Status">Its HTTP status; 0 where <see cref="Issues"/> say why it failed.</param>
/// <param name="Resource">The version that stands now; null after a deletion.</param>
/// <param name="Body">True where the resource itself was asked for.</param>
public sealed record EntryResult(int Status, ResourceVersion? Resource = null, bool Body = false)
{
    /// <summary>Why it failed, or what was remarked; only a batch has entries that fail alone.</summary>
    public IReadOnlyList<Issue> Issues { get; init; } = [];

    /// <summary>The page that a search found.</summary>
    public SearchPage? Page { get; init; }

    /// <summary>The type that was searched.</summary>
    public string? Searched { get; init; }

    /// <summary>A history or an operation, still to be carried out now that the transaction is stored; null for everything else.</summary>
    public BundleEntry? Afterwards { get; init; }

    /// <summary>An entry that failed alone.</summary>
    public static EntryResult Failure(IReadOnlyList<Issue> issues) => new(0) { Issues = issues };
}
