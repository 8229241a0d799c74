namespace CareExchange.Storage.Accounts;

/// <summary>One member of staff who may sign in at the page.</summary>
public sealed class StaffAccount
{
    /// <summary>Stable id, never reused: what audit records and sessions refer to.</summary>
    public required string Id { get; init; }

    /// <summary>Sign-in name in its normalized form (NFKC, lower case); unique.</summary>
    public required string Name { get; set; }

    /// <summary>The name colleagues read on the page.</summary>
    public required string Display { get; set; }

    /// <summary>Versioned hash text; the plain password is never kept.</summary>
    public required string PasswordHash { get; set; }

    /// <summary>FHIR reference of the person, e.g. <c>Practitioner/kim</c>; null when the account has none.</summary>
    public string? FhirUser { get; set; }

    /// <summary>A disabled account keeps its history and cannot sign in.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>When the account was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the password was last set, not merely re-hashed.</summary>
    public required DateTimeOffset PasswordChangedAt { get; set; }

    /// <summary>Every grant the account ever had, ended ones included.</summary>
    public ICollection<StaffGrant> Grants { get; } = [];
}
