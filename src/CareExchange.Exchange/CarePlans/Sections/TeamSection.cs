using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Fhir.Elements;

namespace CareExchange.Exchange.CarePlans.Sections;

/// <summary>The care team; who was on it once and is no longer is left out.</summary>
internal static class TeamSection
{
    public static List<TeamLine> Build(PlanResources resources)
    {
        List<TeamLine> team = [];
        foreach (var careTeam in resources.OfType("CareTeam"))
        {
            if (careTeam.Root["status"].Text is "inactive" or "entered-in-error") continue;
            foreach (var participant in careTeam.Root.Children("participant"))
            {
                var span = Days.Span(participant["period"]);
                if (span.End < resources.Today || Member(resources, careTeam, participant, span) is not { } line) continue;
                team.Add(line);
            }
        }

        return
        [
            .. Witnesses.Join(
                    team,
                    member => (member.Name.Korean, member.Organization?.Korean),
                    (kept, other) => kept with { Role = kept.Role ?? other.Role, Phones = [.. kept.Phones.Union(other.Phones)], IsLead = kept.IsLead || other.IsLead })
                .OrderByDescending(member => member.IsLead),
        ];
    }

    private static TeamLine? Member(PlanResources resources, PlanResource careTeam, Element participant, Span span)
    {
        var member = participant["member"];
        var role = resources.Find(member);

        // The person and the family are named in the header.
        if (role?.Type is "Patient" or "RelatedPerson" || References.Key(member)?.StartsWith("Patient/", StringComparison.Ordinal) == true) return null;
        var organization = References.Name(resources, participant["onBehalfOf"])
            ?? (role?.Type == "PractitionerRole" ? References.Name(resources, role.Root["organization"]) : null);
        if ((References.Name(resources, member) ?? organization) is not { } name) return null;
        var concept = participant["role"];
        return new(
            careTeam.Reference,
            careTeam.Source,
            name,
            Phrases.Of(concept) ?? Phrases.Of(role?.Root["code"] ?? default),
            organization,
            Phones(role?.Root ?? default),
            Codes.In(concept, Codes.TeamRole) is "case-manager" or "lead",
            span);
    }

    private static List<string> Phones(Element holder)
    {
        List<string> phones = [];
        foreach (var contact in holder.Children("telecom"))
        {
            if (contact["system"].Text == "phone" && contact["value"].Text is { Length: > 0 } number) phones.Add(number);
        }

        return phones;
    }
}
