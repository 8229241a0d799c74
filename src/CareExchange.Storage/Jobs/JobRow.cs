namespace CareExchange.Storage.Jobs;

/// <summary>A job as it stands.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">Which kind runs it.</param>
/// <param name="Owner">Who asked for it.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="State">Where its next step begins; empty once it has ended.</param>
/// <param name="Progress">How far it is, in words or numbers without personal data; shown to its owner.</param>
/// <param name="Attempts">How often it was taken since the last step that went well; 1 for the first try of a step.</param>
/// <param name="Created">When it was asked for.</param>
/// <param name="Updated">When it last got further.</param>
/// <param name="Finished">When it ended, or null.</param>
/// <param name="Outcome">What its kind says at the end; empty before.</param>
public sealed record JobRow(
    string Id,
    string Kind,
    string Owner,
    JobStatus Status,
    ReadOnlyMemory<byte> State,
    string Progress,
    int Attempts,
    DateTimeOffset Created,
    DateTimeOffset Updated,
    DateTimeOffset? Finished,
    ReadOnlyMemory<byte> Outcome);
