namespace CareExchange.Identity.Staff;

/// <summary>A staff account as it shall be.</summary>
/// <param name="Name">Sign-in name: letters of any script, digits, <c>. - _ @</c>; compared without case.</param>
/// <param name="Display">Name that colleagues read.</param>
public sealed record StaffRegistration(string Name, string Display)
{
    /// <summary>New password; null keeps the present one, and is refused for a new account.</summary>
    public string? Password { get; init; }

    /// <summary>FHIR reference of the person, e.g. <c>Practitioner/kim</c>.</summary>
    public string? FhirUser { get; init; }

    /// <summary>False disables the account and ends its sessions.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>All grants it shall hold: others end now and stay as history. With several, sign-in takes the first that holds.</summary>
    public IReadOnlyList<GrantRegistration> Grants { get; init; } = [];

    /// <summary>Names the account, never its password.</summary>
    public override string ToString() => $"StaffRegistration {Name}";
}
