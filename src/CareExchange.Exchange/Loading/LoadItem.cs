using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Loading;

/// <summary>What one text came to.</summary>
/// <param name="Text">The text.</param>
/// <param name="Entries">What can be stored; of a transaction all entries or none.</param>
/// <param name="Issues">What cannot, and why: errors only.</param>
internal sealed record LoadItem(LoadText Text, IReadOnlyList<LoadEntry> Entries, IReadOnlyList<Issue> Issues)
{
    /// <summary>True for a transaction: one entry that is refused refuses all.</summary>
    public bool IsWhole { get; init; }

    /// <summary>How many resources were refused.</summary>
    public int Refused { get; init; }

    /// <summary>Conditions that must be asked of the store, with everything before this text written, before it can be prepared.</summary>
    public IReadOnlyList<string> Conditions { get; init; } = [];

    /// <summary>Resources that a condition of their own found stored already.</summary>
    public int Standing { get; init; }

    /// <summary>Nothing of the text can be stored.</summary>
    public static LoadItem Failure(LoadText text, IReadOnlyList<Issue> issues, int refused = 1) => new(text, [], issues) { Refused = refused };
}
