using CareExchange.Exchange.Requests;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Consent;

/// <summary>Everything that decides what one requester may see of one person at one moment; judges resource by resource.</summary>
internal sealed class PersonAccess
{
    private readonly IReadOnlyList<LegalBasisRule> _rules;
    private readonly List<ApplicableStatement> _permits = [];
    private readonly List<ApplicableStatement> _refusals = [];
    private readonly Dictionary<string, ConsentPolicy> _namedIn = new(StringComparer.Ordinal);
    private readonly string _person;
    private readonly Requester _requester;

    /// <summary>Keeps of the consents what is about this person, this requester and this moment; <paramref name="serving"/> are the rules that <see cref="Serving"/> gave,
    /// <paramref name="action"/> is what is to be done: reading, or <see cref="RequesterCondition.Correct"/>.</summary>
    public PersonAccess(
        string person, Requester requester, DateTimeOffset now, IEnumerable<ConsentPolicy> policies, IReadOnlyList<LegalBasisRule> serving, string action = RequesterCondition.Access)
    {
        (_person, _requester) = (person, requester);
        _rules = Reaching(serving, requester.PersonId == person);
        foreach (var policy in policies)
        {
            if (!policy.IsActive || policy.Person != person) continue;
            foreach (var statement in policy.Statements)
            {
                var match = RequesterCondition.Judge(statement, requester, now, action);
                if (statement.Effect == ConsentEffect.Permit && match == Match.Yes)
                {
                    _permits.Add(new(policy, statement, requester));
                    if (RequesterCondition.Names(statement, requester)) _namedIn[policy.Id] = policy;
                }
                else if (statement.Effect == ConsentEffect.Deny && match != Match.No)
                {
                    _refusals.Add(new(policy, statement, requester));
                }
            }
        }
    }

    /// <summary>The rules that serve a requester at all; the same for every person, so worked out once.</summary>
    public static IReadOnlyList<LegalBasisRule> Serving(IReadOnlyList<LegalBasisRule> rules, Requester requester) => [.. rules.Where(rule => rule.Serves(requester))];

    /// <summary>What of identifiers this requester is shown; null for everything.</summary>
    public IdentifierMasks? Masks => _requester.Masks;

    /// <summary>The rules that serve this requester for this person.</summary>
    public IReadOnlyList<LegalBasisRule> Rules => _rules;

    /// <summary>Ids of the Consents in force that name this requester as a recipient.</summary>
    public IReadOnlyCollection<string> NamedIn => _namedIn.Keys;

    /// <summary>The provisions in force for this requester, permits first.</summary>
    public IEnumerable<ApplicableStatement> Applicable => _permits.Concat(_refusals);

    /// <summary>True where tags alone cannot decide.</summary>
    public bool NeedsContent => Applicable.Any(applicable => applicable.Policy.NeedsContent);

    /// <summary>Decides about one resource.</summary>
    public Verdict Judge(ResourceFacts facts)
    {
        if (facts.Tags.Person is null) return facts.Tags.Category == DataCategories.Admin ? ByRule(facts.Tags) : Verdict.Withheld;
        if (facts.Tags.Person != _person || !IsPersonal(facts.Tags.Category)) return Verdict.Withheld;
        var (permit, refusal) = ByConsent(facts, optimistic: false);
        if (permit is not null) return new(true, permit.Reason(_requester), null);
        if (facts.Type == "Consent" && facts.Id is not null && _namedIn.TryGetValue(facts.Id, out var named))
        {
            return new(true, Reasons.NamedIn(named, _requester), null);
        }

        var byRule = ByRule(facts.Tags);
        return byRule.Permitted || refusal is null ? byRule : new(false, refusal.Reason(_requester), null);
    }

    /// <summary>False where only consents open the resource that say item by item what was agreed to, and none of them agrees to unique numbers (PIPA 24).</summary>
    /// <remarks>What a law opens it opens with them; so does a consent that says nothing item by item, as far as the role's masks go.</remarks>
    public bool ShowsUniqueNumbers(ResourceFacts facts)
    {
        if (!_permits.Exists(static permit => permit.Policy.UniqueNumbers == UniqueNumberAgreement.NotAgreed) || ByRule(facts.Tags) is { Permitted: true, Elements: null }) return true;
        List<ApplicableStatement> refusals = [.. _refusals.Where(refusal => DataCondition.Judge(refusal.Statement, facts) != Match.No)];
        return _permits.Exists(permit => permit.Policy.UniqueNumbers != UniqueNumberAgreement.NotAgreed && DataCondition.Judge(permit.Statement, facts) == Match.Yes && refusals.TrueForAll(permit.HoldsAgainst));
    }

    /// <summary>What the tags alone decide: <see cref="Match.Unknown"/> where the content of each resource must be asked.</summary>
    public Match JudgeTags(ResourceTags tags) => DecideTags(tags).Permitted;

    /// <summary>The same, with the elements that are open.</summary>
    public TagVerdict DecideTags(ResourceTags tags)
    {
        var facts = ResourceFacts.Of(tags);
        var verdict = Judge(facts);
        if (verdict is { Permitted: true, Elements: null }) return new(Match.Yes, null, false);
        var isMore = tags.Person == _person && IsPersonal(tags.Category) && ByConsent(facts, optimistic: true).Permit is not null;
        return new(verdict.Permitted ? Match.Yes : isMore ? Match.Unknown : Match.No, verdict.Elements, isMore);
    }

    /// <summary>Why a resource with these tags may be seen where its content does not speak against it; null where no consent opens it.</summary>
    public DecisionReason? MayPermit(ResourceTags tags) => ByConsent(ResourceFacts.Of(tags), optimistic: true).Permit?.Reason(_requester);

    private static IReadOnlyList<LegalBasisRule> Reaching(IReadOnlyList<LegalBasisRule> serving, bool isOwn)
    {
        var reaching = new List<LegalBasisRule>(serving.Count);
        foreach (var rule in serving)
        {
            if (rule.Scope != RuleScope.OwnPerson || isOwn) reaching.Add(rule);
        }

        return reaching;
    }

    // An unknown category is withheld, whatever is permitted: nobody agreed to what has no name.
    private static bool IsPersonal(string category) => category != DataCategories.Admin && DataCategories.Find(category) is not null;

    // Optimistic: what the content might still open. Then unknown permits count and unknown refusals do not.
    private (ApplicableStatement? Permit, ApplicableStatement? Refusal) ByConsent(ResourceFacts facts, bool optimistic)
    {
        if (_permits.Count == 0 && (optimistic || _refusals.Count == 0)) return default;
        List<ApplicableStatement> refusals = [];
        foreach (var refusal in _refusals)
        {
            var match = DataCondition.Judge(refusal.Statement, facts);
            if (match == Match.Yes || (match == Match.Unknown && !optimistic)) refusals.Add(refusal);
        }

        foreach (var permit in _permits)
        {
            var match = DataCondition.Judge(permit.Statement, facts);
            if (facts.Tags.Category == DataCategories.Record && match != Match.No && !permit.Statement.Classes.Values.Contains(s_record)) match = OfRecords(facts.Type, match);
            if (match == Match.No || (match == Match.Unknown && !optimistic)) continue;
            if (refusals.TrueForAll(permit.HoldsAgainst)) return (permit, null);
        }

        return (null, refusals.Count > 0 ? refusals[0] : null);
    }

    // Every permit keeps something back, sensitive data at the least, and these name what is kept back and whose it is. So they are open only to who names them.
    private static Match OfRecords(string? type, Match match) => type switch
    {
        "Provenance" or "AuditEvent" => Match.No,
        null => Match.Unknown,
        _ => match,
    };

    private static readonly Coded s_record = new(DataCategories.System, DataCategories.Record);

    private Verdict ByRule(ResourceTags tags)
    {
        LegalBasisRule? first = null;
        List<string>? elements = null;
        foreach (var rule in _rules)
        {
            if (!rule.Opens(tags.Category) || (rule.Scope == RuleScope.OwnContribution && tags.Source != _requester.OrganizationId)) continue;
            if (rule.Elements.Count == 0) return new(true, Reasons.Rule(rule), null);
            first ??= rule;
            (elements ??= []).AddRange(rule.Elements);
        }

        return first is null ? Verdict.Withheld : new(true, Reasons.Rule(first), elements);
    }
}
