using CareExchange.Exchange.Requests;
using CareExchange.Storage.Audit;

namespace CareExchange.Exchange.Interactions;

/// <summary>Which records of the trail somebody may read: it tells about persons, so it is no less protected than what it tells of.</summary>
/// <remarks>Whose read was refused must not learn from the record of it that there was something: so partners read what they sent, and nothing else.</remarks>
internal static class AuditEventBound
{
    /// <summary>The bound as conditions; null for who may read none.</summary>
    public static AuditQuery? Of(Requester requester)
    {
        var all = new AuditQuery();
        return requester switch
        {
            { IsSystem: true } => all with { Person = requester.OnlyPersonId, IsReceived = true, Organization = requester.OrganizationId },

            // In person, and not through an app: an app is opened for one person or for records, and this is neither.
            { Role: RequesterRole.PrivacyOfficer, AppId: null } => all,
            { Role: RequesterRole.Person, PersonId: { } person } when requester.OnlyPersonId is null || requester.OnlyPersonId == person => all with { Person = person },
            _ => null,
        };
    }
}
