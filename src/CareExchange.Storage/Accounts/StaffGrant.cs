namespace CareExchange.Storage.Accounts;

/// <summary>A role in an organisation for a period. Rows are ended, never deleted: access history must be provable for three years.</summary>
public sealed class StaffGrant
{
    /// <summary>Stable id; a session names the grant it was opened under.</summary>
    public required string Id { get; init; }

    /// <summary>The account the grant belongs to.</summary>
    public required string AccountId { get; init; }

    /// <summary>Role code, e.g. <c>case-manager</c>.</summary>
    public required string Role { get; init; }

    /// <summary>FHIR id of the organisation.</summary>
    public required string OrganizationId { get; init; }

    /// <summary>The organisation's name as it stood when granted.</summary>
    public required string OrganizationDisplay { get; init; }

    /// <summary>Purpose of use assumed when the person states none, e.g. <c>TREAT</c>.</summary>
    public required string PurposeOfUse { get; init; }

    /// <summary>First instant the grant holds.</summary>
    public required DateTimeOffset ValidFrom { get; init; }

    /// <summary>First instant the grant no longer holds; null for an open end.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>Who granted it.</summary>
    public required string GrantedBy { get; init; }

    /// <summary>When it was granted.</summary>
    public required DateTimeOffset GrantedAt { get; init; }

    /// <summary>When it was withdrawn; null while it stands.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Who withdrew it.</summary>
    public string? EndedBy { get; set; }

    /// <summary>Whether the grant gives access at <paramref name="instant"/>.</summary>
    public bool HoldsAt(DateTimeOffset instant) =>
        ValidFrom <= instant && (ValidUntil is not { } until || instant < until) && (EndedAt is not { } ended || instant < ended);
}
