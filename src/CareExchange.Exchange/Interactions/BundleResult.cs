namespace CareExchange.Exchange.Interactions;

/// <summary>What became of a transaction or a batch.</summary>
/// <param name="Type"><c>transaction-response</c> or <c>batch-response</c>.</param>
/// <param name="Entries">One result for each entry, in their order.</param>
public sealed record BundleResult(string Type, IReadOnlyList<EntryResult> Entries);
