namespace CareExchange.Exchange.Audit;

/// <summary>Who said something, through which message and map.</summary>
public sealed record ProvenanceRecord
{
    /// <summary>References of what was written, with versions where they are known. At least one.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>Id of the partner's Organization.</summary>
    public required string OrganizationId { get; init; }

    /// <summary>Its name.</summary>
    public required string OrganizationDisplay { get; init; }

    /// <summary>When it was written here.</summary>
    public required DateTimeOffset Recorded { get; init; }

    /// <summary>Whether the targets were made or changed.</summary>
    public bool IsUpdate { get; init; }

    /// <summary>When the partner observed or wrote it; null where the message does not say.</summary>
    public DateTimeOffset? Occurred { get; init; }

    /// <summary>Reference of the DocumentReference of the original message; null for what was entered here.</summary>
    public string? Source { get; init; }

    /// <summary>Canonical of the map with its version, <c>url|version</c>; null where none was used.</summary>
    public string? Map { get; init; }

    /// <summary>URI of the legal basis of the contribution.</summary>
    public string? LegalBasis { get; init; }

    /// <summary>Who entered it, where a person did: id and name.</summary>
    public (string Id, string Display)? Author { get; init; }
}
