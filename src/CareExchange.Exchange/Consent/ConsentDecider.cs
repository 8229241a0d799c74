using System.Collections.Concurrent;
using CareExchange.Exchange.Requests;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Consent;

/// <summary>The policy decision point: default deny, asked on every reading, never remembered (IHE PCF tokens go stale, this does not).</summary>
/// <remarks>Only the reading of a Consent version is kept, because a version never changes. Thread-safe.</remarks>
public sealed class ConsentDecider
{
    private const int RememberedVersions = 50_000;
    private const string Key = "consent-decider";

    private readonly ConcurrentDictionary<(string Id, long Version), ConsentPolicy> _read = new();
    private readonly ResourceStore _store;
    private readonly SearchQueryParser _parser;
    private readonly IReadOnlyList<LegalBasisRule> _rules;
    private readonly TimeProvider _clock;

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

    private ConsentPolicy Read(StoredResource consent)
    {
        if (_read.TryGetValue((consent.Id, consent.Version), out var known)) return known;
        if (_read.Count >= RememberedVersions) _read.Clear();
        return _read[(consent.Id, consent.Version)] = ConsentReader.Read(consent);
    }

    private async IAsyncEnumerable<StoredResource> ConsentsAsync(
        AccessPredicate which, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
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
