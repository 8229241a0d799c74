using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Consent;

/// <summary>Whether a requester is an active member of the Groups and CareTeams that consents name, read at the moment of the decision: who has left sees nothing more.</summary>
internal sealed class Memberships(ResourceStore store, TimeProvider clock)
{
    /// <summary>The requester with the groups that these consents name and they are in now; consents that name none cost nothing.</summary>
    public async ValueTask<Requester> JoinAsync(Requester requester, IReadOnlyList<ConsentPolicy> policies, CancellationToken cancellationToken)
    {
        List<string> joined = [];
        List<string> doubtful = [];
        foreach (var naming in policies.Where(policy => policy.IsActive).SelectMany(policy => policy.Groups, (policy, group) => (group, policy.Source)).ToLookup(pair => pair.group, pair => pair.Source, StringComparer.Ordinal))
        {
            if (requester.Groups.Contains(naming.Key, StringComparer.Ordinal) || await FindAsync(naming.Key, requester, cancellationToken) is not { } source) continue;

            // Whoever could write a group under the name that a consent says would write themselves into it.
            (source == EmergencyTask.Source || naming.All(namer => namer == source) ? joined : doubtful).Add(naming.Key);
        }

        return joined.Count + doubtful.Count == 0 ? requester : requester with { Groups = [.. requester.Groups, .. joined], DoubtfulGroups = doubtful };
    }

    // Who says that the requester is in it; null where nobody does.
    private async Task<string?> FindAsync(string reference, Requester requester, CancellationToken cancellationToken)
    {
        var slash = reference.IndexOf('/', StringComparison.Ordinal);
        if (await store.ReadAsync(reference[..slash], reference[(slash + 1)..], cancellationToken) is not { Deleted: false } stored) return null;
        using var document = FhirDocument.Parse(stored.Json, Schema.R4).Value;
        return document is not null && IsMember(document.Root, requester, clock.GetUtcNow()) ? stored.Tags.Source : null;
    }

    /// <summary>Whether the Group or CareTeam has the requester, or the requester's organisation, as a member now.</summary>
    internal static bool IsMember(Element group, Requester requester, DateTimeOffset now)
    {
        if (group["modifierExtension"].Exists || group["implicitRules"].Exists) return false;
        if (group.TypeName == "Group") return group["active"].Text != "false" && Any(group.Children("member"), member => member["inactive"].Text != "true" && Names(member["entity"], requester), now);
        return group["status"].Text == "active" && Holds(group["period"], now) && Any(group.Children("participant"), participant => Names(participant["member"], requester), now);
    }

    private static bool Any(ElementList members, Func<Element, bool> isRequester, DateTimeOffset now)
    {
        foreach (var member in members)
        {
            if (Holds(member["period"], now) && isRequester(member)) return true;
        }

        return false;
    }

    private static bool Holds(Element period, DateTimeOffset now) => !period.Exists || TimeRange.Between(period["start"].Text, period["end"].Text)?.Contains(now) == true;

    private static bool Names(Element member, Requester requester) =>
        member["reference"].Text is { } reference
        && (reference == $"Organization/{requester.OrganizationId}" || reference == requester.FhirUser
            || (reference.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash && RequesterCondition.IsInPerson(reference[..slash], reference[(slash + 1)..], requester) == Match.Yes));
}
