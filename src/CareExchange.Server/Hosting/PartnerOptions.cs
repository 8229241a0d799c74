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

    /// <summary>Other names under which documents speak of its organisation: a consent that names one of them is a consent for it.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Business identifiers of its organisation as tokens, <c>system|value</c>.</summary>
    public IReadOnlyList<string> Identifiers { get; init; } = [];
}
