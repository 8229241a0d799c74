using CareExchange.Exchange.Requests;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Consent;

/// <summary>Decides for all persons at once: persons with the same table share their grants, so thousands become a handful.</summary>
internal sealed class PersonsJudge
{
    // Stands for every person no consent is about; no Patient id can be this text.
    private const string AnyOtherPerson = "\u0000";

    private readonly Requester _requester;
    private readonly IReadOnlyList<LegalBasisRule> _serving;
    private readonly int _rulesForAnybody;
    private readonly string _everywhereKey;

    /// <summary>A judge for one requester; what is open for everybody is worked out here.</summary>
    public PersonsJudge(Requester requester, IReadOnlyList<LegalBasisRule> rules)
    {
        (_requester, _serving) = (requester, PersonAccess.Serving(rules, requester));
        var anybody = new PersonAccess(AnyOtherPerson, requester, default, [], _serving);
        var everywhere = PredicateCompiler.Table(anybody, AnyOtherPerson, requester.OrganizationId);
        List<AccessGrant> grants = [.. PredicateCompiler.Grants(everywhere, null)];
        if (anybody.Rules.Any(rule => rule.Opens(DataCategories.Admin))) grants.Add(new AccessGrant { Categories = [DataCategories.Admin] });
        (Everywhere, _rulesForAnybody, _everywhereKey) = (grants, anybody.Rules.Count, everywhere.Key);
    }

    /// <summary>What is open for everybody.</summary>
    public IReadOnlyList<AccessGrant> Everywhere { get; }

    /// <summary>What this requester may see of every person.</summary>
    public static PersonsDecision Decide(
        Requester requester, DateTimeOffset now, IReadOnlyDictionary<string, List<ConsentPolicy>> byPerson, IReadOnlyList<LegalBasisRule> rules)
    {
        var judge = new PersonsJudge(requester, rules);
        IEnumerable<string> persons = requester.PersonId is { } own ? byPerson.Keys.Union([own], StringComparer.Ordinal) : byPerson.Keys;
        var groups = new OpenGroups(judge.Everywhere);
        groups.Change(persons.Select(person => (person, (PersonOpening?)null, judge.Open(person, byPerson.GetValueOrDefault(person) ?? [], now))));
        return groups.Decide();
    }

    /// <summary>The same of many persons at one moment: those who said the same are judged once.</summary>
    public PersonOpening Open(string person, IReadOnlyList<ConsentPolicy> policies, DateTimeOffset now, OpeningMemo memo) =>
        policies.Count == 0 || _requester.PersonId == person ? Open(person, policies, now) : memo.Of(policies, () => Open(person, policies, now));

    /// <summary>What one person's consents open.</summary>
    public PersonOpening Open(string person, IEnumerable<ConsentPolicy> policies, DateTimeOffset now)
    {
        var access = new PersonAccess(person, _requester, now, policies, _serving);
        if (policies.SelectMany(policy => policy.Groups).Except(_requester.Groups, StringComparer.Ordinal).ToArray() is { Length: > 0 } groups) return OpenByMembership(access, groups, person, policies, now);
        if (access.Rules.Count == _rulesForAnybody && !access.Applicable.Any()) return PersonOpening.None;
        var open = PredicateCompiler.Table(access, person, _requester.OrganizationId);
        var isEverybodys = open.Key == _everywhereKey;
        return new(isEverybodys ? null : open.Key, isEverybodys ? null : open, access.NamedIn.Count == 0 ? [] : [.. access.NamedIn]);
    }

    // Who is in a group changes without any consent: whatever any membership could open is judged resource by resource as it is found. Refusals only close.
    private PersonOpening OpenByMembership(PersonAccess outside, string[] groups, string person, IEnumerable<ConsentPolicy> policies, DateTimeOffset now)
    {
        var permits = policies.Select(policy => policy with { Statements = [.. policy.Statements.Where(statement => statement.Effect == ConsentEffect.Permit)] });
        var most = new PersonAccess(person, _requester with { Groups = [.. _requester.Groups, .. groups] }, now, permits, _serving);
        var table = PredicateCompiler.Table(most, person, _requester.OrganizationId);
        if (table.Key == _everywhereKey && most.NamedIn.Count == 0) return PersonOpening.None;
        table = new([], [.. table.Open.Select(cell => cell.Category).Concat(table.Undecided).Append(DataCategories.Consent).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
        return new(table.Key, table, outside.NamedIn.Count == 0 ? [] : [.. outside.NamedIn]);
    }
}
