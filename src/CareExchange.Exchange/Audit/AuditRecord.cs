using CareExchange.Exchange.Requests;

namespace CareExchange.Exchange.Audit;

/// <summary>One thing that happened, before it becomes an AuditEvent.</summary>
/// <param name="Action">What was done.</param>
/// <param name="Requester">Who did it.</param>
/// <param name="Trace">How.</param>
public sealed record AuditRecord(AuditAction Action, Requester Requester, RequestTrace Trace)
{
    /// <summary>True where it was refused.</summary>
    public bool Refused { get; init; }

    /// <summary>Patient id of the person concerned, or null.</summary>
    public string? Person { get; init; }

    /// <summary>References of what was touched, with versions where known.</summary>
    public IReadOnlyList<string> Entities { get; init; } = [];

    /// <summary>The query, where one was asked; kept without telephone numbers, mail addresses and resident numbers.</summary>
    public string? Query
    {
        get;
        init => field = value is null ? null : RecordedQuery.Of(value);
    }

    /// <summary>The grounds, each once.</summary>
    public IReadOnlyList<AuditGround> Grounds { get; init; } = [];

    /// <summary>Who caused it where that is not the requester, such as the operator who changed an account; null for nobody else.</summary>
    public string? By { get; init; }

    /// <summary>A word of explanation that names no person, or null.</summary>
    public string? Explanation { get; init; }
}
