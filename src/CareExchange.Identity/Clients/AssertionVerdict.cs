using CareExchange.Storage.Accounts;

namespace CareExchange.Identity.Clients;

/// <summary>What a client assertion came to.</summary>
/// <param name="Client">Who proved to be calling; null when refused before or at the signature.</param>
/// <param name="Reason">Stable kebab-case reason of a refusal; null for success.</param>
/// <param name="Description">What the caller may be told.</param>
internal sealed record AssertionVerdict(Client? Client, string? Reason, string? Description)
{
    public static AssertionVerdict Refused(string reason, string description, Client? client = null) => new(client, reason, description);

    /// <summary>Unknown, disabled, unknown key, bad signature: told alike, so that client ids cannot be probed.</summary>
    public static AssertionVerdict NotProven(string reason, Client? client = null) =>
        new(client, reason, "The client is not registered, or the assertion is not signed with one of its keys.");
}
