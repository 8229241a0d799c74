namespace CareExchange.Identity.Staff;

/// <summary>A grant and its history, for operators and auditors.</summary>
/// <param name="Role">Role code.</param>
/// <param name="OrganizationId">FHIR id of the organisation.</param>
/// <param name="ValidFrom">First instant.</param>
/// <param name="ValidUntil">Planned end; null for none.</param>
/// <param name="GrantedBy">Who granted it.</param>
/// <param name="EndedAt">When it was withdrawn; null while it stands.</param>
/// <param name="EndedBy">Who withdrew it.</param>
public sealed record StaffGrantSummary(
    string Role, string OrganizationId, DateTimeOffset ValidFrom, DateTimeOffset? ValidUntil, string GrantedBy, DateTimeOffset? EndedAt, string? EndedBy);
