using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using CareExchange.Exchange.Requests;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Consent;

/// <summary>The policy decision point: default deny, asked on every reading, never remembered (IHE PCF tokens go stale, this does not).</summary>
/// <remarks>Only the reading of a Consent version is kept, because a version never changes. Thread-safe.</remarks>
public sealed class ConsentDecider
{
    private const int RememberedVersions = 20_000;
    private const string ConsentType = "Consent";
    private const string Key = "consent-decider";

    private readonly ConcurrentDictionary<(string Id, long Version), ConsentPolicy> _read = new();
    private readonly ResourceStore _store;
    private readonly SearchQueryParser _parser;
    private readonly IReadOnlyList<LegalBasisRule> _rules;
    private readonly TimeProvider _clock;
    private readonly ConditionalWeakTable<Requester, IReadOnlyList<LegalBasisRule>> _serving = [];

    /// <summary>A decider over this store.</summary>
    /// <param name="store">Where the Consents are.</param>
    /// <param name="parser">Reads the cursors of its searches.</param>
    /// <param name="rules">The legal bases in force, see <see cref="LegalBasisRules"/>.</param>
    /// <param name="clock">Says what is expired.</param>
    /// <exception cref="ArgumentException">A rule is wrong; the message lists all of it.</exception>
    public ConsentDecider(ResourceStore store, SearchQueryParser parser, IReadOnlyList<LegalBasisRule> rules, TimeProvider clock)
    {
        var issues = LegalBasisRules.Check(rules);
        if (issues.Count > 0) throw new ArgumentException(string.Join(' ', issues.Select(issue => issue.English)), nameof(rules));
        (_store, _parser, _rules, _clock) = (store, parser, rules, clock);
    }

    /// <summary>What this requester may see of this person, now. An unknown person gives the same as one nobody opened.</summary>
    public async Task<ConsentDecision> DecideAsync(string patientId, Requester requester, CancellationToken cancellationToken)
    {
        List<ConsentPolicy> policies = [];
        var own = AccessPredicate.AnyOf([new AccessGrant { Persons = [patientId], Categories = [DataCategories.Consent] }]);
        await foreach (var consent in ConsentsAsync(own, cancellationToken)) policies.Add(Read(consent));
        var isKnown = await _store.HasContributedAsync(patientId, requester.OrganizationId, cancellationToken);
        return await ConsentDecision.MakeAsync(
            patientId, requester, _clock.GetUtcNow(), policies, _rules, isKnown, () => _store.ReadCompartmentAsync(patientId, cancellationToken));
    }

    /// <summary>What may leave of one person's resources towards this requester, now.</summary>
    /// <param name="person">Patient id.</param>
    /// <param name="requester">Who asks.</param>
    /// <param name="consents">The versions of the person's consents that stand, as they were read with what is decided about; null where nobody has read them.</param>
    /// <param name="cancellationToken">Cancels.</param>
    internal async ValueTask<PersonRelease> ReleaseAsync(
        string person, Requester requester, IReadOnlyList<ResourceVersionId>? consents, CancellationToken cancellationToken)
    {
        consents ??= [.. (await _store.ReadCompanionsAsync([person], ConsentType, DataCategories.Consent, cancellationToken)).Select(row => row.Companion)];
        var policies = consents.Count == 0 ? [] : new ConsentPolicy[consents.Count];
        for (var at = 0; at < policies.Length; at++)
        {
            policies[at] = _read.TryGetValue((consents[at].Id, consents[at].Version), out var known) ? known : await ReadAsync(consents[at], cancellationToken);
        }

        return new(person, requester, _clock.GetUtcNow(), policies, Serving(requester));
    }

    /// <summary>A resource, and the versions of the consents that stand for its person in the same moment.</summary>
    internal Task<(StoredResource? Resource, IReadOnlyList<ResourceVersionId> Consents)> ReadAsync(string type, string id, CancellationToken cancellationToken) =>
        _store.ReadAsync(type, id, ConsentType, DataCategories.Consent, cancellationToken);

    /// <summary>The versions of the consents that stand for each of these persons.</summary>
    internal async Task<ILookup<string, ResourceVersionId>> ConsentsOfAsync(IReadOnlyList<string> persons, CancellationToken cancellationToken) =>
        (await _store.ReadCompanionsAsync(persons, ConsentType, DataCategories.Consent, cancellationToken)).ToLookup(row => row.Person, row => row.Companion, StringComparer.Ordinal);

    /// <summary>True where the requester's organisation contributed something about the person that still stands.</summary>
    internal Task<bool> IsKnownAsync(string person, Requester requester, CancellationToken cancellationToken) =>
        _store.HasContributedAsync(person, requester.OrganizationId, cancellationToken);

    /// <summary>What this requester may see of every person, now.</summary>
    public async Task<PersonsDecision> DecidePersonsAsync(Requester requester, CancellationToken cancellationToken)
    {
        var byPerson = new Dictionary<string, List<ConsentPolicy>>(StringComparer.Ordinal);
        var all = AccessPredicate.AnyOf([new AccessGrant { Categories = [DataCategories.Consent] }]);
        await foreach (var consent in ConsentsAsync(all, cancellationToken))
        {
            if (Read(consent) is not { IsActive: true, Person: { } person } policy || person != consent.Tags.Person) continue;
            if (!byPerson.TryGetValue(person, out var policies)) byPerson[person] = policies = [];
            policies.Add(policy);
        }

        return PersonsJudge.Decide(requester, _clock.GetUtcNow(), byPerson, _rules);
    }

    /// <summary>The issues of a person's consents in force: why they open less than they may have meant to. For the operator.</summary>
    public async Task<IReadOnlyList<ConsentPolicy>> ReadPoliciesAsync(string patientId, CancellationToken cancellationToken)
    {
        List<ConsentPolicy> policies = [];
        var own = AccessPredicate.AnyOf([new AccessGrant { Persons = [patientId], Categories = [DataCategories.Consent] }]);
        await foreach (var consent in ConsentsAsync(own, cancellationToken)) policies.Add(Read(consent));
        return policies;
    }

    private IReadOnlyList<LegalBasisRule> Serving(Requester requester) => _serving.GetValue(requester, one => PersonAccess.Serving(_rules, one));

    // A version that is named but cannot be read would leave a refusal out: better no decision at all.
    private async Task<ConsentPolicy> ReadAsync(ResourceVersionId consent, CancellationToken cancellationToken) =>
        Read(await _store.VreadAsync(ConsentType, consent.Id, consent.Version, cancellationToken) ?? throw new InvalidOperationException("A consent that stands cannot be read."));

    private ConsentPolicy Read(StoredResource consent)
    {
        if (_read.TryGetValue((consent.Id, consent.Version), out var known)) return known;
        if (_read.Count >= RememberedVersions) _read.Clear();
        return _read[(consent.Id, consent.Version)] = ConsentReader.Read(consent);
    }

    private async IAsyncEnumerable<StoredResource> ConsentsAsync(
        AccessPredicate which, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new SearchRequest("Consent", []) { Count = SearchRequest.MaximumCount, RequesterKey = Key };
        while (true)
        {
            var page = await _store.SearchAsync(request, which, cancellationToken);
            foreach (var consent in page.Matches) yield return consent;
            if (page.NextCursor is null) yield break;

            // A page that cannot be followed would decide on half of the consents: better no decision at all.
            var next = _parser.Parse("Consent", [new("_cursor", page.NextCursor)], Key);
            request = next.Succeeded ? next.Value : throw new InvalidOperationException("The next page of consents cannot be read.");
        }
    }
}
