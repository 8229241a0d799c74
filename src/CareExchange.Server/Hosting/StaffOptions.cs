namespace CareExchange.Server.Hosting;

/// <summary>A member of staff to be registered.</summary>
/// <param name="Name">Sign-in name.</param>
/// <param name="Display">The name that colleagues and the audit see.</param>
/// <param name="Password">The password; null leaves the one there is.</param>
/// <param name="Role">Role code, such as <c>case-manager</c>.</param>
/// <param name="OrganizationId">Id of the organisation they act for.</param>
/// <param name="OrganizationDisplay">The organisation's name.</param>
public sealed record StaffOptions(string Name, string Display, string? Password, string Role, string OrganizationId, string OrganizationDisplay)
{
    /// <summary>Why they look at records, as a code of v3-ActReason; treatment when nothing is said.</summary>
    public string? PurposeOfUse { get; init; }

    /// <summary>FHIR reference of who it is: <c>Practitioner/kim</c>; the own <c>Patient/…</c> for the role <c>person</c> (the organisation's id stands for it where nothing is
    /// said), the <c>RelatedPerson/…</c> for the role <c>caregiver</c>. Null for none.</summary>
    public string? FhirUser { get; init; }

    /// <summary>Names nobody's password.</summary>
    public override string ToString() => $"StaffOptions {Name}";
}
