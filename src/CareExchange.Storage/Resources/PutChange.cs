namespace CareExchange.Storage.Resources;

/// <summary>What a put or delete did.</summary>
public enum PutChange
{
    /// <summary>A new resource, or one that had been deleted.</summary>
    Created,

    /// <summary>A new version.</summary>
    Updated,

    /// <summary>Nothing: content and tags were the same, or it was deleted already.</summary>
    Unchanged,

    /// <summary>A tombstone version.</summary>
    Deleted,
}
