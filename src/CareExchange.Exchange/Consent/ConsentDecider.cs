using System.Runtime.CompilerServices;
using CareExchange.Exchange.Requests;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Consent;

/// <summary>The policy decision point: default deny, asked on every reading, against the versions of that moment (IHE PCF tokens go stale, this does not).</summary>
/// <remarks>What is kept follows the commits: the reading of a Consent version, which never changes, and what a requester's searches may find
/// (<see cref="PersonsIndex"/>). Thread-safe.</remarks>
public sealed class ConsentDecider
{
    private readonly ConsentPolicies _consents;
    private readonly PersonsIndexes _indexes;
    private readonly EmergencyGrants _emergencies;
    private readonly Representatives _representatives;
    private readonly Memberships _memberships;
    private readonly RelatedData _related;
    private readonly PendingLabels? _labels;
    private readonly JudgesMemo _judges = new();
    private readonly ResourceStore _store;
    private readonly IReadOnlyList<LegalBasisRule> _rules;
    private readonly TimeProvider _clock;
    private readonly ConditionalWeakTable<Requester, IReadOnlyList<LegalBasisRule>> _serving = [];
    private readonly ConditionalWeakTable<Requester, Requester> _masked = [];

    /// <summary>A decider over this store.</summary>
    /// <param name="store">Where the Consents are.</param>
    /// <param name="rules">The legal bases in force, see <see cref="LegalBasisRules"/>.</param>
    /// <param name="clock">Says what is expired.</param>
    /// <param name="representation">Who may act for somebody else; null for the law's defaults.</param>
    /// <param name="labels">Tells whether a change of the label rules is on its way; null where none ever is.</param>
    /// <param name="masking">What of identifiers each role is shown; null for the table that comes with the gateway.</param>
    /// <exception cref="ArgumentException">A rule is wrong; the message lists all of it.</exception>
    public ConsentDecider(ResourceStore store, IReadOnlyList<LegalBasisRule> rules, TimeProvider clock, RepresentationRules? representation = null, PendingLabels? labels = null, MaskingRules? masking = null)
    {
        var issues = LegalBasisRules.Check(rules);
        if (issues.Count > 0) throw new ArgumentException(string.Join(' ', issues.Select(issue => issue.English)), nameof(rules));
        (_store, _rules, _clock, _consents) = (store, rules, clock, new ConsentPolicies(store, representation?.OwnRecordsNeedEvidence == true));
        _indexes = new PersonsIndexes(rules, _consents, clock);
        _emergencies = new EmergencyGrants(store, clock);
        _representatives = new Representatives(store, representation ?? new(), clock);
        _memberships = new Memberships(store, clock);
        _related = new RelatedData(store);
        _labels = labels;
        Masking = masking ?? MaskingRules.Default;
        Limits = new ScopeLimits(store.Matcher);
    }

    /// <summary>What of identifiers each role is shown.</summary>
    public MaskingRules Masking { get; }

    /// <summary>Holds answers to the queries of the token's scopes.</summary>
    internal ScopeLimits Limits { get; }

    /// <summary>True where a query behind a scope on a type (<c>*</c> for all of them) is understood, so that everything can be held to it.</summary>
    public bool Understands(string type, string query) => ScopeLimits.Understands(_store.Matcher, type, query);

    /// <summary>What this requester may see of this person, now. An unknown person gives the same as one nobody opened.</summary>
    public async Task<ConsentDecision> DecideAsync(string patientId, Requester requester, CancellationToken cancellationToken)
    {
        requester = await _representatives.AsOfNowAsync(Masked(requester), cancellationToken);
        if (!Reaches(requester, patientId)) return await ConsentDecision.MakeAsync(patientId, requester, _clock.GetUtcNow(), [], [], AsyncEnumerable.Empty<StoredResource>);
        var policies = await _related.ResolveAsync(patientId, await _consents.OfAsync(patientId, cancellationToken), cancellationToken);
        requester = await _memberships.JoinAsync(requester, policies, cancellationToken);
        return await ConsentDecision.MakeAsync(
            patientId, requester, _clock.GetUtcNow(), policies, await EmergencyAsync(patientId, requester, cancellationToken) is { } emergency ? [emergency.Rule, .. _rules] : _rules, () => _store.ReadCompartmentAsync(patientId, cancellationToken), _labels is { IsPending: true } labels ? labels.Labelled : null);
    }

    /// <summary>What may leave of one person's resources towards this requester, now.</summary>
    /// <param name="person">Patient id.</param>
    /// <param name="requester">Who asks.</param>
    /// <param name="consents">The versions of the person's consents that stand, as they were read with what is decided about; null where nobody has read them.</param>
    /// <param name="cancellationToken">Cancels.</param>
    internal async ValueTask<PersonRelease> ReleaseAsync(
        string person, Requester requester, IReadOnlyList<ResourceVersionId>? consents, CancellationToken cancellationToken)
    {
        var asked = await _representatives.AsOfNowAsync(Masked(requester), cancellationToken);
        var now = _clock.GetUtcNow();
        if (!Reaches(asked, person)) return new(new(person, asked, now, [], []));
        consents ??= [.. (await _consents.VersionsAsync([person], cancellationToken))[person]];
        if (_judges.Find(asked, person, consents, now) is { } known) return new(known);
        var policies = await _related.ResolveAsync(person, await _consents.ReadAsync(consents, cancellationToken), cancellationToken);
        requester = await _memberships.JoinAsync(asked, policies, cancellationToken);
        var serving = Serving(requester);
        var judges = new PersonJudges(person, requester, now, policies, await EmergencyAsync(person, requester, cancellationToken) is { } emergency ? [emergency.Rule, .. serving] : serving);

        // Who is in a group, represents somebody or has broken the glass, and what is related to what, is asked each time.
        var isLasting = !requester.MayBreakGlass && requester.Role != RequesterRole.Caregiver && !policies.Any(static policy => policy.Groups.Count > 0 || policy.RelatedTo.Count > 0);
        return new(isLasting ? _judges.Keep(requester, judges) : judges);
    }

    /// <summary>The emergency access that this requester has open for this person; null for none. It reaches nobody else, and no search that is not about one person.</summary>
    public ValueTask<EmergencyGrant?> EmergencyAsync(string person, Requester requester, CancellationToken cancellationToken) => _emergencies.FindAsync(person, requester, cancellationToken);

    /// <summary>True where the requester sees this person by the emergency access that they have open, and would not without it.</summary>
    public async Task<bool> SeesByEmergencyOnlyAsync(string person, Requester requester, CancellationToken cancellationToken) =>
        await EmergencyAsync(person, requester, cancellationToken) is not null
        && await _store.ReadAsync("Patient", person, cancellationToken) is { Deleted: false } patient
        && !(await DecideAsync(person, requester with { MayBreakGlass = false }, cancellationToken)).Permits(patient);

    /// <summary>What the requester may do for a person beside reading, now: the end of a guardianship or of the consent that named a carer ends it at once.</summary>
    public async Task<Mandate> MandateAsync(string person, Requester requester, CancellationToken cancellationToken)
    {
        if (requester.Role is not (RequesterRole.Person or RequesterRole.Caregiver)) return Mandate.None;
        requester = await _representatives.AsOfNowAsync(requester, cancellationToken);
        if (!Reaches(requester, person)) return Mandate.None;
        if (requester.PersonId == person) return new(requester.Role == RequesterRole.Person ? MandateKind.Self : MandateKind.Legal, MayChange: true, MayReadLooks: true);
        if (requester.Role != RequesterRole.Caregiver || requester.OnlyPersonId != person) return Mandate.None;
        var (policies, now) = (await _consents.OfAsync(person, cancellationToken), _clock.GetUtcNow());
        bool Opens(string category, string action) =>
            new PersonAccess(person, requester, now, policies, [], action).DecideTags(new(person, category, EmergencyTask.Source)).Permitted == Match.Yes;
        return new(MandateKind.Named, Opens(DataCategories.Consent, RequesterCondition.Correct), Opens(DataCategories.Record, RequesterCondition.Access));
    }

    /// <summary>The resource as it is to be judged: with the labels that a change of the rules will give it.</summary>
    internal StoredResource AsLabelled(StoredResource resource) => _labels is { IsPending: true } ? _labels.Labelled(resource) : resource;

    /// <summary>A resource, and the versions of the consents that stand for its person in the same moment.</summary>
    internal Task<(StoredResource? Resource, IReadOnlyList<ResourceVersionId> Consents)> ReadAsync(string type, string id, CancellationToken cancellationToken) =>
        _consents.ReadWithAsync(type, id, cancellationToken);

    /// <summary>The versions of the consents that stand for each of these persons.</summary>
    internal Task<ILookup<string, ResourceVersionId>> ConsentsOfAsync(IReadOnlyList<string> persons, CancellationToken cancellationToken) =>
        _consents.VersionsAsync(persons, cancellationToken);

    /// <summary>What this requester may see of every person, now; as far as the token's scopes let it be read.</summary>
    public ValueTask<PersonsDecision> DecidePersonsAsync(Requester requester, CancellationToken cancellationToken) => DecidePersonsAsync(requester, ResourceActions.Read, cancellationToken);

    /// <summary>Works out ahead what a requester may see of every person, which from nothing takes seconds where there are very many consents; whoever asks meanwhile waits for the same work.</summary>
    /// <returns>False, and nothing is done, where what is kept for others leaves no room.</returns>
    public async ValueTask<bool> PrepareAsync(Requester requester, CancellationToken cancellationToken)
    {
        if (!_indexes.HasRoom) return false;
        await DecidePersonsAsync(requester, cancellationToken);
        return true;
    }

    /// <summary>For how many requesters it is worked out what they may see of every person.</summary>
    public int Prepared => _indexes.Count;

    /// <summary>The same, as far as the token's scopes let this be done.</summary>
    internal async ValueTask<PersonsDecision> DecidePersonsAsync(Requester requester, ResourceActions action, CancellationToken cancellationToken)
    {
        requester = await _representatives.AsOfNowAsync(Masked(requester), cancellationToken);
        var decision = await _indexes.DecideAsync(requester, cancellationToken);
        if (requester.OnlyPersonId is { } only) decision = decision.With(decision.Predicate.Within(only));
        if (_labels is { IsPending: true }) decision = decision.With(decision.Predicate.Judged(DataCategories.Sensitive, DataCategories.Admin));
        return requester.Limits is null ? decision : decision.With(Limits.Bound(decision.Predicate, requester, action));
    }

    /// <summary>What a RelatedPerson may do for the person it names, now; nothing where it names somebody else.</summary>
    internal async Task<MandateKind> RepresentsAsync(string relatedPersonId, string person, CancellationToken cancellationToken)
    {
        var related = new Requester(relatedPersonId, "", RequesterRole.Caregiver, "", "", PurposeOfUse.FamilyRequest, IsSystem: false) { FhirUser = $"RelatedPerson/{relatedPersonId}" };
        return await MandateAsync(person, related, cancellationToken) is { MayChange: true } mandate ? mandate.Kind : MandateKind.None;
    }

    /// <summary>True where a consent or a law, and not only what it wrote itself, shows an organisation a person's services: then it may refer the person on.</summary>
    /// <param name="person">Patient id.</param>
    /// <param name="organization">The organisation.</param>
    /// <param name="organizationType">Its kind; null where nobody said.</param>
    /// <param name="policies">The consents that stand.</param>
    /// <param name="isMember">True where it is on the person's team.</param>
    public bool MayPassOn(string person, string organization, string? organizationType, IReadOnlyList<ConsentPolicy> policies, bool isMember) => RequesterRole.All.Any(role =>
    {
        if (role.Code is RequesterRole.Person or RequesterRole.Caregiver or RequesterRole.PrivacyOfficer or RequesterRole.Operator) return false;
        var requester = new Requester("", organization, role.Code, organization, organization, PurposeOfUse.CoordinationOfCare, IsSystem: role.Code == RequesterRole.PartnerSystem) { OrganizationType = organizationType, Groups = isMember ? [$"CareTeam/team-{person}"] : [] };
        return PurposesOfReferral.Any(purpose => new PersonAccess(person, requester with { Purpose = purpose }, _clock.GetUtcNow(), policies, PersonAccess.Serving(_rules, requester with { Purpose = purpose }))
            .DecideTags(new(person, DataCategories.Service, EmergencyTask.Source)).Permitted != Match.No);
    });

    private static readonly PurposeOfUse[] PurposesOfReferral = [PurposeOfUse.CoordinationOfCare, PurposeOfUse.CareManagement];

    /// <summary>The consents of those of whom one was committed since a horizon, with their issues: why they open less than they may have meant to. For the operator.</summary>
    public Task<(long Horizon, IReadOnlyList<(string Person, ConsentPolicy Policy)> Policies)> FollowAsync(long horizon, CancellationToken cancellationToken) => _consents.FollowAsync(horizon, cancellationToken);

    // The same object for the same requester: much is remembered by it.
    private Requester Masked(Requester requester) => Masking.Of(requester.Role) is { } masks ? _masked.GetValue(requester, one => one with { Masks = masks }) : requester;

    // What nobody may reach is decided as if nothing opened it.
    private static bool Reaches(Requester requester, string person) => requester.OnlyPersonId is not { } only || only == person;

    private IReadOnlyList<LegalBasisRule> Serving(Requester requester) => _serving.GetValue(requester, one => PersonAccess.Serving(_rules, one));
}
