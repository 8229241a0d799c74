namespace CareExchange.Server.Hosting;

/// <summary>A role that somebody holds or held.</summary>
/// <param name="Role">Role code.</param>
/// <param name="OrganizationId">Organisation it is held in.</param>
/// <param name="From">First instant.</param>
/// <param name="Until">When it ended or shall end; null for neither.</param>
/// <param name="GrantedBy">Who granted it.</param>
/// <param name="EndedBy">Who withdrew it; null where nobody did.</param>
public sealed record GrantEntry(string Role, string OrganizationId, DateTimeOffset From, DateTimeOffset? Until, string GrantedBy, string? EndedBy);
