namespace CareExchange.Storage.Audit;

/// <summary>What was done to the trail where it does not hold.</summary>
public enum AuditBreakKind
{
    /// <summary>A row says something else than it was written with.</summary>
    Edited,

    /// <summary>Rows are missing between others.</summary>
    Removed,

    /// <summary>A row stands in another place than it was written in.</summary>
    Reordered,

    /// <summary>Rows are missing at the end: a checkpoint knows more of them.</summary>
    Truncated,

    /// <summary>An older copy stands in place of the database, or of the file of the looks: checkpoints kept elsewhere know more than it does.</summary>
    RestoredOver,

    /// <summary>The chain holds in itself, but is not the one that was signed: rows were written anew with fresh hashes.</summary>
    Rewritten,

    /// <summary>A checkpoint is not ours, was altered, or does not follow from the one before.</summary>
    Checkpoint,
}
