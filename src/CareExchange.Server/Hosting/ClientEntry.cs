namespace CareExchange.Server.Hosting;

/// <summary>A machine client or app, for operators.</summary>
/// <param name="Id">Client id.</param>
/// <param name="Display">Name for people.</param>
/// <param name="OrganizationId">Organisation it acts for.</param>
/// <param name="Scopes">The most it may be granted.</param>
/// <param name="IsEnabled">Whether it gets tokens.</param>
/// <param name="UpdatedAt">When its registration last changed.</param>
/// <param name="UpdatedBy">Who changed it.</param>
public sealed record ClientEntry(string Id, string Display, string OrganizationId, string Scopes, bool IsEnabled, DateTimeOffset UpdatedAt, string UpdatedBy);
