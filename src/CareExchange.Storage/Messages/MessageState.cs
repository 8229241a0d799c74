namespace CareExchange.Storage.Messages;

/// <summary>received → processed | rejected | parked; a replay leads any of them back to received.</summary>
public enum MessageState
{
    /// <summary>Kept, not yet (or again not yet) worked on.</summary>
    Received,

    /// <summary>Its content stands in the store.</summary>
    Processed,

    /// <summary>Refused for the issues noted; nothing of it was stored.</summary>
    Rejected,

    /// <summary>Waits for a person's decision, such as a doubtful match.</summary>
    Parked,
}
