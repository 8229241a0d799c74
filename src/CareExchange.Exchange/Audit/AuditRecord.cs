using CareExchange.Exchange.Requests;

namespace CareExchange.Exchange.Audit;

/// <summary>One fact for the audit trail, as the conductor knows it.</summary>
/// <remarks>PIPC notice 2026-9 §2-3 asks for who, when, from where, about whom, and what. Texts here may name no other person.</remarks>
public sealed record AuditRecord
{
    /// <summary>What was done.</summary>
    public required AuditAction Action { get; init; }

    /// <summary>Who did it; null where nobody could be identified.</summary>
    public required Requester? Requester { get; init; }

    /// <summary>How it ended.</summary>
    public AuditOutcome Outcome { get; init; }

    /// <summary>Why it failed or was refused, one sentence without personal data.</summary>
    public string? OutcomeDescription { get; init; }

    /// <summary>Patient id of the person concerned; null where none is.</summary>
    public string? Person { get; init; }

    /// <summary>References of the resources concerned, with version where one is known: <c>Goal/g1/_history/2</c>.</summary>
    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <summary>The raw query of a search; kept base64 so that it stays exactly what was sent.</summary>
    public string? Query { get; init; }

    /// <summary>The grounds of the decision.</summary>
    public IReadOnlyList<AuditPolicy> Policies { get; init; } = [];

    /// <summary>How many resources were shown; null where nothing was counted.</summary>
    public int? Shown { get; init; }

    /// <summary>How many were withheld; in the trail only, never in an answer.</summary>
    public int? Withheld { get; init; }

    /// <summary>What the door knows.</summary>
    public AuditContext Context { get; init; } = AuditContext.None;
}
