namespace CareExchange.Storage.Persons;

/// <summary>A doubtful match that waits for a person to decide.</summary>
/// <param name="Id">UUID v7.</param>
/// <param name="MessageId">The message that waits with it.</param>
/// <param name="Candidates">Patient ids that may be meant.</param>
/// <param name="Detail">What the decider needs to see, JSON; kept encrypted.</param>
/// <param name="Parked">Since when.</param>
public sealed record ParkedMatch(string Id, string MessageId, IReadOnlyList<string> Candidates, ReadOnlyMemory<byte> Detail, DateTimeOffset Parked)
{
    /// <summary>The person chosen; null while it waits, empty for "none of these: a new person".</summary>
    public string? ResolvedPerson { get; init; }

    /// <summary>Who decided; null while it waits.</summary>
    public string? ResolvedBy { get; init; }

    /// <summary>When it was decided.</summary>
    public DateTimeOffset? Resolved { get; init; }
}
