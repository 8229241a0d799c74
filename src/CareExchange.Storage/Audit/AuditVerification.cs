namespace CareExchange.Storage.Audit;

/// <summary>What walking every chain to its end found.</summary>
/// <param name="Entries">Rows that hold.</param>
/// <param name="BrokenAt">Sequence number of the first row whose hash, predecessor or number is wrong; null when every chain holds.</param>
/// <param name="LastHash">A witness of all that was read, to be noted elsewhere: the hash of the last row, or, of several chains, the hash
/// over the number and the last hash of each. Rows missing at the end of a chain show by it.</param>
public sealed record AuditVerification(long Entries, long? BrokenAt, string LastHash)
{
    /// <summary>The chain in which <see cref="BrokenAt"/> stands; null when every chain holds.</summary>
    public int? BrokenShard { get; init; }

    /// <summary>What is wrong there; null when every chain holds.</summary>
    public AuditBreak? Break { get; init; }

    /// <summary>How many signed checkpoints the chains were compared with.</summary>
    public int Checkpoints { get; init; }

    /// <summary>When the operator last restored a backup here, as is signed; checkpoints kept elsewhere from before it are not compared. Null for never.</summary>
    public DateTimeOffset? RestoredAt { get; init; }

    /// <summary>How many rows stand behind the last checkpoint: nobody but the chain itself witnesses them yet.</summary>
    public long Unwitnessed { get; init; }
}
