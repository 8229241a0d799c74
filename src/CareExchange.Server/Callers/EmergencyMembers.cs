using CareExchange.Exchange.Requests;

namespace CareExchange.Server.Callers;

/// <summary>Who may open a record in an emergency, as configured: ids of staff or clients, or <c>role@organization</c>.</summary>
public sealed class EmergencyMembers(IReadOnlyList<string> members)
{
    private readonly HashSet<string> _members = new(members, StringComparer.Ordinal);

    /// <summary>True for whom the operator named. An app, or one that reaches a single person, never is.</summary>
    public bool Has(Requester requester) => requester is { AppId: null, OnlyPersonId: null } && (_members.Contains(requester.Id) || _members.Contains($"{requester.Role}@{requester.OrganizationId}"));
}
