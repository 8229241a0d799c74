namespace CareExchange.Storage.Audit;

/// <summary>How long a chain was at some moment, and its last hash then.</summary>
/// <param name="Shard">Which chain.</param>
/// <param name="Count">Sequence number of its last row; 0 for none.</param>
/// <param name="Hash">That row's hash.</param>
public sealed record AuditChainHead(int Shard, long Count, string Hash);
