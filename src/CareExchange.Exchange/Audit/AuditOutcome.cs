namespace CareExchange.Exchange.Audit;

/// <summary>How it ended; the numbers are the codes of AuditEvent.outcome.</summary>
public enum AuditOutcome
{
    /// <summary>It was done.</summary>
    Success = 0,

    /// <summary>It failed: malformed, not found, in conflict.</summary>
    Failure = 4,

    /// <summary>It was refused: no right, no consent, no identity.</summary>
    Refused = 8,
}
