using CareExchange.Identity.Claims;

namespace CareExchange.Identity.Staff;

/// <summary>A role in an organisation that an account shall hold.</summary>
/// <param name="Role">Role code, e.g. <c>case-manager</c>.</param>
/// <param name="OrganizationId">FHIR id of the organisation.</param>
/// <param name="OrganizationDisplay">Its name.</param>
public sealed record GrantRegistration(string Role, string OrganizationId, string OrganizationDisplay)
{
    /// <summary>Purpose of use assumed when the person states none.</summary>
    public string PurposeOfUse { get; init; } = IdentityClaims.DefaultPurpose;

    /// <summary>First instant; now when null.</summary>
    public DateTimeOffset? ValidFrom { get; init; }

    /// <summary>First instant it no longer holds; open when null.</summary>
    public DateTimeOffset? ValidUntil { get; init; }
}
