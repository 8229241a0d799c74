using CareExchange.Storage.Database;

namespace CareExchange.Storage.Audit;

/// <summary>A row as it stands in its chain: changing, removing or reordering any row breaks every hash after it.</summary>
/// <param name="Sequence">1, 2, 3 … without gaps within the chain.</param>
/// <param name="PreviousHash">Hash of the row before, 64 lower-case hex digits; <see cref="AuditChain.OriginOf"/> for the first.</param>
/// <param name="Hash">SHA-256 over the previous hash, the sequence and every field of the row (<see cref="AuditChain"/>).</param>
/// <param name="Row">The fact.</param>
public sealed record AuditEntry(long Sequence, string PreviousHash, string Hash, AuditRow Row)
{
    /// <summary>Which of the trail's chains; SQLite has chain 0 beside the data, and chain 1 in the file of the looks.</summary>
    public int Shard { get; init; }

    /// <summary>Its place among all entries.</summary>
    public AuditPosition Position => new(Row.Recorded.ToMicroseconds(), Shard, Sequence);
}
