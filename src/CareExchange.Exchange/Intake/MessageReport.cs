using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Messages;

namespace CareExchange.Exchange.Intake;

/// <summary>What became of one message.</summary>
/// <param name="MessageId">The id under which the original is kept.</param>
/// <param name="State">Processed, rejected or parked.</param>
/// <param name="IsDuplicate">True where the same bytes had come before and this is the answer of then.</param>
/// <param name="Map">Canonical and version of the map, or null where none was reached.</param>
/// <param name="Resources">How many resources of each type the message speaks of.</param>
/// <param name="Changed">How many of them were new or different.</param>
/// <param name="Coverage">Mapped source fields ÷ populated source fields, 0 to 1.</param>
/// <param name="Issues">Errors of a rejected message; warnings and unmapped fields of a processed one.</param>
public sealed record MessageReport(
    string MessageId,
    MessageState State,
    bool IsDuplicate,
    string? Map,
    IReadOnlyDictionary<string, int> Resources,
    int Changed,
    double Coverage,
    IReadOnlyList<Issue> Issues)
{
    /// <summary>Of a table how many rows it has; 0 for other formats.</summary>
    public int Rows { get; init; }

    /// <summary>How many of those rows were left out.</summary>
    public int RowsLeftOut { get; init; }

    /// <summary>How many of the message's resources were left out, where the partner's setting is that one wrong entry refuses only itself.</summary>
    public int EntriesLeftOut { get; init; }

    /// <summary>True where it was refused; the original and its issues are kept.</summary>
    public bool IsRejected => State == MessageState.Rejected;

    /// <summary>True where it waits for a person's decision.</summary>
    public bool IsParked => State == MessageState.Parked;
}
