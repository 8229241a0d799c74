using CareExchange.Exchange.Requests;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Consent;

/// <summary>Decides for all persons at once: persons with the same table share their grants, so thousands become a handful.</summary>
internal static class PersonsJudge
{
    // Stands for every person no consent is about; no Patient id can be this text.
    private const string AnyOtherPerson = "\u0000";

    /// <summary>What this requester may see of every person.</summary>
    public static PersonsDecision Decide(
        Requester requester, DateTimeOffset now, IReadOnlyDictionary<string, List<ConsentPolicy>> byPerson, IReadOnlyList<LegalBasisRule> rules)
    {
        var serving = PersonAccess.Serving(rules, requester);
        var anybody = new PersonAccess(AnyOtherPerson, requester, now, [], serving, isKnown: false);
        var (everywhere, _) = PredicateCompiler.Table(anybody, AnyOtherPerson, requester.OrganizationId);
        List<AccessGrant> grants = [.. PredicateCompiler.Grants(everywhere, null)];
        if (anybody.Rules.Any(rule => rule.Opens(DataCategories.Admin))) grants.Add(new AccessGrant { Categories = [DataCategories.Admin] });

        // Who is known is a question of the data: the store answers it, row by row.
        foreach (var rule in serving.Where(rule => rule.Scope == RuleScope.KnownPerson))
        {
            grants.Add(new AccessGrant { Categories = rule.Categories, KnownTo = requester.OrganizationId });
        }

        var everywhereKey = PredicateCompiler.Key(everywhere);
        var groups = new Dictionary<string, (IReadOnlyDictionary<string, IReadOnlyList<string>?> Open, List<string> Persons)>(StringComparer.Ordinal);
        List<string> opened = [];
        List<string> consents = [];
        IEnumerable<string> persons = requester.PersonId is { } own ? byPerson.Keys.Union([own], StringComparer.Ordinal) : byPerson.Keys;
        foreach (var person in persons.Order(StringComparer.Ordinal))
        {
            var access = new PersonAccess(person, requester, now, byPerson.GetValueOrDefault(person) ?? [], serving, isKnown: false);
            consents.AddRange(access.NamedIn.Select(id => $"Consent/{id}"));
            if (access.Rules.Count == anybody.Rules.Count && !access.Applicable.Any()) continue;
            var (open, _) = PredicateCompiler.Table(access, person, requester.OrganizationId);
            var key = PredicateCompiler.Key(open);
            if (key == everywhereKey) continue;
            if (!groups.TryGetValue(key, out var group)) groups[key] = group = (open, []);
            group.Persons.Add(person);
            opened.Add(person);
        }

        foreach (var (open, members) in groups.Values) grants.AddRange(PredicateCompiler.Grants(open, members));
        if (consents.Count > 0) grants.Add(new AccessGrant { Categories = [DataCategories.Consent], Resources = consents });
        return new PersonsDecision(AccessPredicate.AnyOf(grants), opened);
    }
}
