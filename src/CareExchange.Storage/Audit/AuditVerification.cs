namespace CareExchange.Storage.Audit;

/// <summary>What walking the whole chain found.</summary>
/// <param name="Entries">Rows read.</param>
/// <param name="BrokenAt">Sequence number of the first row whose hash, predecessor or number is wrong; null when the chain holds.</param>
/// <param name="LastHash">Hash of the last row read, to be noted elsewhere as a witness.</param>
public sealed record AuditVerification(long Entries, long? BrokenAt, string LastHash);
