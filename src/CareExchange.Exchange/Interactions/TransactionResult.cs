namespace CareExchange.Exchange.Interactions;

/// <summary>What became of one entry of a transaction.</summary>
/// <param name="Status">Its HTTP status.</param>
/// <param name="Resource">The version that stands now; null after a deletion.</param>
/// <param name="Body">True where the resource itself was asked for.</param>
public sealed record TransactionResult(int Status, ResourceVersion? Resource, bool Body = false);
