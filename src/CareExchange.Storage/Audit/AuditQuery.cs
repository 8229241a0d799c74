namespace CareExchange.Storage.Audit;

/// <summary>Which entries to list, newest first unless said otherwise; everything set must hold.</summary>
public sealed record AuditQuery
{
    /// <summary>The word for records that others made and sent here.</summary>
    public const string Received = "received";

    /// <summary>Patient id.</summary>
    public string? Person { get; init; }

    /// <summary>Any of these patient ids; null for everybody, and for records about nobody.</summary>
    public IReadOnlyList<string>? Persons { get; init; }

    /// <summary>Who did it.</summary>
    public string? Agent { get; init; }

    /// <summary>Any of these agents; empty for none of them.</summary>
    public IReadOnlyList<string>? Agents { get; init; }

    /// <summary>For which organisation it was done, or which organisation sent it.</summary>
    public string? Organization { get; init; }

    /// <summary>Id of the one AuditEvent; together with a person or a time, by which it is looked up.</summary>
    public string? Id { get; init; }

    /// <summary>Any of these words for what was done; empty for none of them.</summary>
    public IReadOnlyList<string>? Actions { get; init; }

    /// <summary>True to list only what others made and sent here (<see cref="Received"/>), false to leave it out; null for all.</summary>
    public bool? IsReceived { get; init; }

    /// <summary><c>permit</c>, <c>deny</c> or <c>error</c>.</summary>
    public string? Outcome { get; init; }

    /// <summary>True to list only what is about a person and was done for an organisation.</summary>
    public bool IsOfBoth { get; init; }

    /// <summary>Of each list one text must stand in the AuditEvent as it is written.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Texts { get; init; } = [];

    /// <summary>Recorded at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Recorded before.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The page after this entry, in the order of the list.</summary>
    public AuditPosition? Before { get; init; }

    /// <summary>True for the oldest first.</summary>
    public bool OldestFirst { get; init; }

    /// <summary>1 to 1,000.</summary>
    public int Count { get; init; } = 100;
}
