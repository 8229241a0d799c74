namespace CareExchange.Exchange.CarePlans.Lines;

/// <summary>Who said a line of the plan, and in which message: the answer to "where does this come from".</summary>
/// <param name="Number">1-based, newest message first; the number printed beside each line. 0 for what no single message said.</param>
/// <param name="OrganizationId">Id of the contributing Organization; empty when the gateway itself wrote the resource.</param>
/// <param name="Organization">Its name, or its id where no name is known.</param>
/// <param name="Sent">When the partner wrote the message; null when it did not say.</param>
/// <param name="Received">When the gateway stored it.</param>
/// <param name="Title">What kind of message it was, as the DocumentReference calls it.</param>
/// <param name="DocumentReferenceId">The kept original, if the reader may see that record.</param>
/// <param name="ProvenanceId">The Provenance that names the map, if the reader may see that record.</param>
/// <param name="Map">Canonical of the map that read the message.</param>
public sealed record Source(
    int Number,
    string OrganizationId,
    Phrase Organization,
    DateTimeOffset? Sent,
    DateTimeOffset? Received,
    Phrase? Title,
    string? DocumentReferenceId,
    string? ProvenanceId,
    string? Map,
    string? MapVersion)
{
    /// <summary>The date a reader means by "from when is this".</summary>
    public DateTimeOffset? Date => Sent ?? Received;
}
