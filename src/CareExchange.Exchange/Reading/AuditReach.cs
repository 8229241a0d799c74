using CareExchange.Exchange.Requests;

namespace CareExchange.Exchange.Reading;

/// <summary>Who may read what of the audit trail: it tells about persons, so it is no less protected than what it tells of.</summary>
public static class AuditReach
{
    /// <summary>True for those who answer for the trail as a whole.</summary>
    public static bool MayReadAll(Requester requester) => requester is { IsSystem: false, AppId: null, Role: RequesterRole.PrivacyOfficer };

    /// <summary>The organisation whose received provisions somebody may read: a partner's system sees what its own organisation was given; null for nobody's.</summary>
    public static string? OwnRecipient(Requester requester) => requester.IsSystem ? requester.OrganizationId : null;
}
