namespace CareExchange.Storage.Audit;

/// <summary>Which entries to list, newest first; everything set must hold.</summary>
public sealed record AuditQuery
{
    /// <summary>Patient id.</summary>
    public string? Person { get; init; }

    /// <summary>Who did it.</summary>
    public string? Agent { get; init; }

    /// <summary>Id of the one AuditEvent; together with a person, who is looked up first.</summary>
    public string? Id { get; init; }

    /// <summary>Recorded at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Recorded before.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The page after this entry, going back in time.</summary>
    public AuditPosition? Before { get; init; }

    /// <summary>1 to 1,000.</summary>
    public int Count { get; init; } = 100;
}
