using CareExchange.Storage.Accounts;

namespace CareExchange.Identity.Staff;

/// <summary>What a name and a password came to. <paramref name="Reason"/> is for the audit, never for the person.</summary>
internal sealed record CredentialVerdict(
    SignInStatus Status, string? Reason, StaffAccount? Account = null, StaffGrant? Grant = null, TimeSpan? RetryAfter = null);
