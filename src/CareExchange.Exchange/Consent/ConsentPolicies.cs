using System.Collections.Concurrent;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Consent;

/// <summary>What Consents say, read from the store. A version never changes, so the reading of a good hundred thousand is kept. Thread-safe.</summary>
internal sealed class ConsentPolicies(ResourceStore store, bool ownRecordsNeedEvidence = false)
{
    // Some three hundred bytes each, where most were made by the same form.
    private const int RememberedVersions = 120_000;
    private const string Type = "Consent";

    private readonly ConcurrentDictionary<(string Id, long Version), ConsentPolicy> _read = new();
    private readonly ConsentShapes _shapes = new();

    // The dictionary takes all its locks to count itself.
    private int _kept;

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

    /// <summary>Every consent of those of whom one was committed since a horizon, and where to go on.</summary>
    public async Task<(long Horizon, IReadOnlyList<(string Person, ConsentPolicy Policy)> Policies)> FollowAsync(long horizon, CancellationToken cancellationToken)
    {
        var (changes, consents) = await store.FollowConsentsAsync(horizon, DataCategories.Consent, cancellationToken);
        return (changes.Horizon, [.. consents.Select(consent => (consent.Tags.Person!, Read(consent)))]);
    }

    /// <summary>The consents of these persons that are in force and about whom they are kept.</summary>
    public async Task<ILookup<string, ConsentPolicy>> ActiveAsync(IReadOnlyList<string> persons, CancellationToken cancellationToken)
    {
        var found = new List<(string Person, ConsentPolicy Policy)>(persons.Count);
        var unread = new List<string>();

        // Nothing that is kept of a moment: what is decided of it (PersonsIndex) outlives the moment, which its asker may only presume to last (decisions/0043).
        // Whoever has a consent that nobody has read is read whole: what a person said is told as it stood in one moment.
        foreach (var own in (await store.ReadCompanionsAsync(persons, Type, DataCategories.Consent, cancellationToken, isKept: false)).GroupBy(static row => row.Person, StringComparer.Ordinal))
        {
            var before = found.Count;
            foreach (var (person, consent) in own)
            {
                if (_read.TryGetValue((consent.Id, consent.Version), out var known))
                {
                    found.Add((person, known));
                    continue;
                }

                found.RemoveRange(before, found.Count - before);
                unread.Add(own.Key);
                break;
            }
        }

        if (unread.Count > 0)
        {
            foreach (var consent in await store.ReadOfPersonsAsync(unread, Type, DataCategories.Consent, cancellationToken))
            {
                if (!_read.TryGetValue((consent.Id, consent.Version), out var policy))
                {
                    policy = Weighed(_shapes.Read(consent));
                    if (_kept < RememberedVersions && _read.TryAdd((consent.Id, consent.Version), policy)) Interlocked.Increment(ref _kept);
                }

                if (consent.Tags.Person is { } person) found.Add((person, policy));
            }
        }

        return found.Where(static one => one.Policy.IsActive && one.Policy.Person == one.Person).ToLookup(static one => one.Person, static one => one.Policy, StringComparer.Ordinal);
    }

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
        if (Interlocked.Increment(ref _kept) > RememberedVersions)
        {
            _read.Clear();
            Interlocked.Exchange(ref _kept, 1);
        }

        return _read[(consent.Id, consent.Version)] = Weighed(_shapes.Read(consent));
    }

    // What an organisation says was agreed to in its own favour, where its word alone is not enough: its refusals stand, its permits do not.
    private ConsentPolicy Weighed(ConsentPolicy policy) => !ownRecordsNeedEvidence || !policy.IsOwnRecord ? policy : policy with
    {
        Statements = [.. policy.Statements.Select(statement => statement with { Unreadable = true })],
        Issues = [.. policy.Issues, ConsentReader.Closed("evidence", "The organisation that recorded it is its recipient, and neither what was signed nor a verification is there.", "동의를 기록한 기관이 수신자인데 동의서나 확인 기록이 없습니다.", default)],
    };
}
