using CareExchange.Storage.Accounts;

namespace CareExchange.Identity.Events;

/// <summary>Events about a member of staff that somebody else caused: with role and organisation, so that no record says "unknown" of somebody who is known.</summary>
internal static class AccountEvents
{
    /// <summary>The event about an account, under a grant of it where one is meant.</summary>
    /// <param name="kind">What happened.</param>
    /// <param name="account">The account; null where it is not there any more.</param>
    /// <param name="now">When.</param>
    /// <param name="by">Who caused it.</param>
    /// <param name="grantId">The grant that it is about; null for the one that holds, else the last that did.</param>
    public static IdentityEvent Of(IdentityEventKind kind, StaffAccount? account, DateTimeOffset now, string by, string? grantId = null)
    {
        var grants = account?.Grants.OrderBy(grant => grant.GrantedAt).ToArray() ?? [];
        var grant = grants.FirstOrDefault(one => one.Id == grantId) ?? grants.LastOrDefault(one => one.HoldsAt(now)) ?? grants.LastOrDefault();
        return new IdentityEvent(kind, now) { ActorId = account?.Id, ActorDisplay = account?.Display, Role = grant?.Role, OrganizationId = grant?.OrganizationId, OrganizationDisplay = grant?.OrganizationDisplay, By = by };
    }
}
