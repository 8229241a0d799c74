namespace CareExchange.Exchange.Audit;

/// <summary>An original message as it is pointed at; its bytes stay in the message store.</summary>
public sealed record OriginalRecord
{
    /// <summary>Id under which the message is kept.</summary>
    public required string MessageId { get; init; }

    /// <summary>SHA-256 of the bytes, 64 lower-case hex digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Content type as sent.</summary>
    public required string ContentType { get; init; }

    /// <summary>Length in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>When it arrived.</summary>
    public required DateTimeOffset Received { get; init; }

    /// <summary>Id of the partner's Organization.</summary>
    public required string OrganizationId { get; init; }

    /// <summary>Its name.</summary>
    public required string OrganizationDisplay { get; init; }

    /// <summary>Patient id; null where the message is about several persons or none.</summary>
    public string? Person { get; init; }

    /// <summary>What kind of message it is, for readers, such as <c>긴급돌봄 의뢰서</c>.</summary>
    public string? Description { get; init; }
}
