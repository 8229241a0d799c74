namespace CareExchange.Storage.Messages;

/// <summary>Which messages to list, newest first; everything set must hold.</summary>
public sealed record MessageQuery
{
    /// <summary>Partner id.</summary>
    public string? Partner { get; init; }

    /// <summary>State.</summary>
    public MessageState? State { get; init; }

    /// <summary>Id of the last message of the page before.</summary>
    public string? BeforeId { get; init; }

    /// <summary>1 to 1,000.</summary>
    public int Count { get; init; } = 50;
}
