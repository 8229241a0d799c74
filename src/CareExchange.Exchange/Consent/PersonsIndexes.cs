using System.Collections.Concurrent;
using CareExchange.Exchange.Requests;

namespace CareExchange.Exchange.Consent;

/// <summary>An index for each requester who searches; those who have not searched for longest go first.</summary>
internal sealed class PersonsIndexes(IReadOnlyList<LegalBasisRule> rules, ConsentPolicies consents, TimeProvider clock)
{
    private const int Kept = 64;
    private readonly ConcurrentDictionary<string, Used> _indexes = new(StringComparer.Ordinal);
    private long _uses;

    /// <summary>What this requester may see of every person at this moment.</summary>
    public ValueTask<PersonsDecision> DecideAsync(Requester requester, CancellationToken cancellationToken)
    {
        var used = _indexes.GetOrAdd(KeyOf(requester), _ => new Used(new PersonsIndex(requester, rules, consents, clock)));
        used.At = Interlocked.Increment(ref _uses);
        if (_indexes.Count > Kept) Forget();
        return used.Index.DecideAsync(cancellationToken);
    }

    // Everything of a requester that a decision may look at; the name shown in the audit is not.
    private static string KeyOf(Requester requester) => string.Join(
        '\n',
        [requester.Id, requester.Role, requester.OrganizationId, requester.Purpose.Code, requester.OrganizationType ?? "\0", requester.PersonId ?? "\0", requester.FhirUser ?? "\0", requester.IsSystem ? "system" : "person", .. requester.Groups]);

    // Whoever is still asking a forgotten index gets its answer; nobody new finds it.
    private void Forget()
    {
        foreach (var (key, _) in _indexes.OrderBy(pair => pair.Value.At).Take(_indexes.Count - (Kept / 2))) _indexes.TryRemove(key, out _);
    }

    private sealed class Used(PersonsIndex index)
    {
        public PersonsIndex Index { get; } = index;

        public long At { get; set; }
    }
}
