using CareExchange.Exchange.Requests;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Consent.Templates;

/// <summary>Says in words what consents do, by asking the decider itself as each recipient they name: what is said here is what happens.</summary>
public static class ConsentPreview
{
    private const string Nobody = "urn:careexchange:nobody";

    /// <summary>What these consents, alone and beside no law, do at a moment.</summary>
    /// <param name="person">Patient id.</param>
    /// <param name="policies">The consents.</param>
    /// <param name="now">The moment.</param>
    /// <param name="names">Names of recipients by reference or code; what has none is called by its reference.</param>
    /// <param name="typeOf">Kind of an organisation, or null.</param>
    /// <param name="english">English names by reference, where one is stated (<see cref="ConsentNames.EnglishAsync"/>).</param>
    /// <returns>One line for each recipient, purpose and reason, in the order of the consents; none where nothing is opened or refused.</returns>
    public static IReadOnlyList<PreviewLine> Of(string person, IReadOnlyList<ConsentPolicy> policies, DateTimeOffset now, Func<string, string?> names, Func<string, string?> typeOf, IReadOnlyDictionary<string, string> english)
    {
        var lines = new List<PreviewLine>();
        HashSet<(string, string)> asked = [];
        foreach (var statement in policies.Where(policy => policy.IsActive).SelectMany(policy => policy.Statements))
        {
            foreach (var (key, requester) in Recipients(statement, names, typeOf, english))
            {
                foreach (var purpose in PurposesOf(statement))
                {
                    if (asked.Add((key, purpose.Code))) lines.AddRange(Ask(person, policies, now, key, requester with { Purpose = purpose }));
                }
            }
        }

        return lines;
    }

    private static IEnumerable<PreviewLine> Ask(string person, IReadOnlyList<ConsentPolicy> policies, DateTimeOffset now, string key, Requester requester)
    {
        var lines = new List<(DecisionReason Reason, List<string> Categories, List<string> Partly)>();
        var access = new PersonAccess(person, requester, now, policies, []);
        foreach (var category in DataCategories.All.Select(category => category.Code).Where(category => category != DataCategories.Admin))
        {
            var tags = new ResourceTags(person, category, SourceOf(policies));
            var verdict = access.DecideTags(tags);
            var reason = verdict.Permitted == Match.Unknown ? access.MayPermit(tags) : access.Judge(ResourceFacts.Of(tags)).Reason;
            if (reason is null) continue;
            var line = lines.FirstOrDefault(line => line.Reason == reason);
            if (line.Reason is null) lines.Add(line = (reason, [], []));
            line.Categories.Add(category);
            if (verdict.Permitted == Match.Unknown) line.Partly.Add(category);
        }

        return lines.Select(line => new PreviewLine(key, requester, line.Reason, line.Categories, line.Partly, Until(policies, line.Reason)));
    }

    // Where a consent is about the data of one organisation, it is asked about that one's.
    private static string SourceOf(IReadOnlyList<ConsentPolicy> policies) =>
        policies.SelectMany(policy => policy.Statements).SelectMany(statement => statement.Custodians.Values).FirstOrDefault() ?? Nobody;

    private static DateTimeOffset? Until(IReadOnlyList<ConsentPolicy> policies, DecisionReason reason)
    {
        var ends = policies.Where(policy => policy.Id == reason.ConsentId).SelectMany(policy => policy.Statements).Where(statement => statement.Path == reason.RulePath)
            .SelectMany(statement => statement.Periods).SelectMany(period => period.Values).Select(range => range.Until).Where(end => end < DateTimeOffset.MaxValue).ToArray();
        return ends.Length == 0 ? null : ends.Min();
    }

    private static IEnumerable<PurposeOfUse> PurposesOf(ConsentStatement statement)
    {
        PurposeOfUse[] stated = [.. statement.Purposes.SelectMany(purposes => purposes.Values).Select(purpose => PurposeOfUse.Find(purpose.Code)).OfType<PurposeOfUse>().Distinct()];
        return stated.Length > 0 ? stated : [PurposeOfUse.Treatment];
    }

    private static IEnumerable<(string Key, Requester Requester)> Recipients(ConsentStatement statement, Func<string, string?> names, Func<string, string?> typeOf, IReadOnlyDictionary<string, string> english)
    {
        if (!statement.Actors.IsStated) yield return ("*", Somebody("누구나 / anybody"));
        foreach (var actor in statement.Actors.Values)
        {
            var key = actor.Reference ?? $"{actor.Identifier?.System}|{actor.Identifier?.Code}";
            var name = names(key) ?? actor.Reference ?? actor.Identifier?.Code ?? key;
            var role = actor.Role ?? RequesterRole.PartnerSystem;
            var slash = key.IndexOf('/', StringComparison.Ordinal);
            var id = key[(slash + 1)..];
            Requester? requester = actor switch
            {
                { Identifier: { System: RequesterRole.System, Code: var code } } => Somebody(name) with { Role = code },
                { Identifier: { System: RequesterCondition.OrganizationTypeSystem, Code: var type } } => Somebody(name) with { OrganizationType = type, Role = role },
                { Reference: { } reference } => reference[..slash] switch
                {
                    "Organization" => Somebody(name) with { OrganizationId = id, OrganizationType = typeOf(id), OrganizationEnglish = english.GetValueOrDefault(reference), Role = role },
                    "Group" or "CareTeam" => Somebody(name) with { Groups = [reference], Role = role },
                    "RelatedPerson" => Somebody(name) with { FhirUser = reference, Role = RequesterRole.Caregiver },
                    "Practitioner" or "PractitionerRole" or "Device" => Somebody(name) with { Id = id, FhirUser = reference, Role = role },
                    _ => null,
                },
                _ => null,
            };
            if (requester is not null) yield return (key, requester);
        }
    }

    private static Requester Somebody(string name) => new(Nobody, name, RequesterRole.PartnerSystem, Nobody, name, PurposeOfUse.Treatment, IsSystem: true);
}
