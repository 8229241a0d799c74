namespace CareExchange.Identity.Events;

/// <summary>One thing the audit must know, as plain values: no token, no password, no name that a stranger typed.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="At">When, by the room's clock.</param>
public sealed record IdentityEvent(IdentityEventKind Kind, DateTimeOffset At)
{
    /// <summary>Account id or client id the event is about; null when nobody known was named.</summary>
    public string? ActorId { get; init; }

    /// <summary>The actor's name for people; null with <see cref="ActorId"/>.</summary>
    public string? ActorDisplay { get; init; }

    /// <summary>Role code of a member of staff.</summary>
    public string? Role { get; init; }

    /// <summary>Organisation the actor acts for.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>The organisation's name; null with <see cref="OrganizationId"/>.</summary>
    public string? OrganizationDisplay { get; init; }

    /// <summary>True for a machine client.</summary>
    public bool IsSystem { get; init; }

    /// <summary>Stable kebab-case reason of a refusal, e.g. <c>assertion-replayed</c>; null for a success.</summary>
    public string? Reason { get; init; }

    /// <summary>Granted scopes of an issued token.</summary>
    public string? Scope { get; init; }

    /// <summary>Id of the token (<c>jti</c>), session or key concerned; never the thing itself.</summary>
    public string? SubjectId { get; init; }

    /// <summary>Who caused a change that is not the actor's own, e.g. an operator.</summary>
    public string? By { get; init; }

    /// <summary>Remote address of the request.</summary>
    public string? NetworkAddress { get; init; }
}
