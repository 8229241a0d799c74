namespace CareExchange.Identity.Clients;

/// <summary>A registered client, for operators.</summary>
/// <param name="Id">The <c>client_id</c>.</param>
/// <param name="Display">Name for people.</param>
/// <param name="OrganizationId">FHIR id of its organisation.</param>
/// <param name="Scopes">The most it may be granted.</param>
/// <param name="Enabled">Whether it gets tokens.</param>
/// <param name="UpdatedAt">When the registration last changed.</param>
/// <param name="UpdatedBy">Who changed it.</param>
public sealed record ClientSummary(
    string Id, string Display, string OrganizationId, string Scopes, bool Enabled, DateTimeOffset UpdatedAt, string UpdatedBy);
