namespace CareExchange.Server.Hosting;

/// <summary>A partner as configured.</summary>
/// <param name="Id">Its name in addresses, and the folder under the mappings folder.</param>
/// <param name="OrganizationId">Id of its Organization.</param>
/// <param name="OrganizationDisplay">The organisation's name.</param>
/// <param name="Basis">On which ground it sends: <c>consent</c>, <c>statute</c>, <c>ex-officio</c>, <c>emergency</c> or <c>own-record</c>.</param>
/// <param name="Article">The article, for a statute.</param>
public sealed record PartnerOptions(string Id, string OrganizationId, string OrganizationDisplay, string Basis, string? Article = null)
{
    /// <summary>The largest message in bytes; 8 MiB when nothing is said.</summary>
    public int? BodyLimit { get; init; }
}
