using System.Collections.Concurrent;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Consent;

/// <summary>What Consents say, read from the store. A version never changes, so the reading of some thousand is kept. Thread-safe.</summary>
internal sealed class ConsentPolicies(ResourceStore store, bool ownRecordsNeedEvidence = false)
{
    private const int RememberedVersions = 20_000;
    private const string Type = "Consent";

    private readonly ConcurrentDictionary<(string Id, long Version), ConsentPolicy> _read = new();

    /// <summary>A resource, and the versions of the consents that stand for its person in the same moment.</summary>
    public Task<(StoredResource? Resource, IReadOnlyList<ResourceVersionId> Consents)> ReadWithAsync(string type, string id, CancellationToken cancellationToken) =>
        store.ReadAsync(type, id, Type, DataCategories.Consent, cancellationToken);

    /// <summary>The versions of the consents that stand for each of these persons.</summary>
    public async Task<ILookup<string, ResourceVersionId>> VersionsAsync(IReadOnlyList<string> persons, CancellationToken cancellationToken) =>
        (await store.ReadCompanionsAsync(persons, Type, DataCategories.Consent, cancellationToken)).ToLookup(row => row.Person, row => row.Companion, StringComparer.Ordinal);

    /// <summary>What these versions say.</summary>
    public async ValueTask<IReadOnlyList<ConsentPolicy>> ReadAsync(IReadOnlyList<ResourceVersionId> consents, CancellationToken cancellationToken)
    {
        if (consents.Count == 0) return [];
        var policies = new ConsentPolicy[consents.Count];
        for (var at = 0; at < policies.Length; at++)
        {
            policies[at] = _read.TryGetValue((consents[at].Id, consents[at].Version), out var known) ? known : await ReadAsync(consents[at], cancellationToken);
        }

        return policies;
    }

    /// <summary>Every consent of one person as it stands.</summary>
    public async Task<IReadOnlyList<ConsentPolicy>> OfAsync(string person, CancellationToken cancellationToken) =>
        [.. (await store.ReadOfPersonsAsync([person], Type, DataCategories.Consent, cancellationToken)).Select(Read)];

    /// <summary>The consents of these persons that are in force and about whom they are kept; read, and not kept.</summary>
    public async Task<ILookup<string, ConsentPolicy>> ActiveAsync(IReadOnlyList<string> persons, CancellationToken cancellationToken) =>
        (await store.ReadOfPersonsAsync(persons, Type, DataCategories.Consent, cancellationToken))
            .Select(consent => (Policy: _read.TryGetValue((consent.Id, consent.Version), out var known) ? known : Weighed(consent), consent.Tags.Person))
            .Where(read => read.Policy is { IsActive: true, Person: { } person } && person == read.Person)
            .ToLookup(read => read.Policy.Person!, read => read.Policy, StringComparer.Ordinal);

    /// <summary>Everybody who has a consent.</summary>
    public Task<IReadOnlyList<string>> PersonsAsync(CancellationToken cancellationToken) => store.ListPersonsAsync(Type, DataCategories.Consent, cancellationToken);

    /// <summary>About whom consents were written since a horizon.</summary>
    public Task<WatchedChanges> ChangesAsync(long horizon, CancellationToken cancellationToken) => store.ReadConsentChangesAsync(horizon, cancellationToken);

    // A version that is named but cannot be read would leave a refusal out: better no decision at all.
    private async Task<ConsentPolicy> ReadAsync(ResourceVersionId consent, CancellationToken cancellationToken) =>
        Read(await store.VreadAsync(Type, consent.Id, consent.Version, cancellationToken) ?? throw new InvalidOperationException("A consent that stands cannot be read."));

    private ConsentPolicy Read(StoredResource consent)
    {
        if (_read.TryGetValue((consent.Id, consent.Version), out var known)) return known;
        if (_read.Count >= RememberedVersions) _read.Clear();
        return _read[(consent.Id, consent.Version)] = Weighed(consent);
    }

    // What an organisation says was agreed to in its own favour, where its word alone is not enough: its refusals stand, its permits do not.
    private ConsentPolicy Weighed(StoredResource consent)
    {
        var policy = ConsentReader.Read(consent);
        return !ownRecordsNeedEvidence || !policy.IsOwnRecord ? policy : policy with
        {
            Statements = [.. policy.Statements.Select(statement => statement with { Unreadable = true })],
            Issues = [.. policy.Issues, ConsentReader.Closed("evidence", "The organisation that recorded it is its recipient, and neither what was signed nor a verification is there.", "동의를 기록한 기관이 수신자인데 동의서나 확인 기록이 없습니다.", default)],
        };
    }
}
