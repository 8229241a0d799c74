using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using CareExchange.Exchange.Requests;

namespace CareExchange.Exchange.Consent;

/// <summary>An index for each requester who searches; those who have not searched for longest go first.</summary>
internal sealed class PersonsIndexes(IReadOnlyList<LegalBasisRule> rules, ConsentPolicies consents, TimeProvider clock)
{
    private const int Kept = 64;

    // Some hundred bytes for each person whom somebody may see: the indexes of many who may see everybody would fill the memory.
    private const int MostPersons = 400_000;

    // How many uses lie between two looks at what is kept: to count is dearer than to decide.
    private const int Between = 64;
    private readonly ConcurrentDictionary<string, Used> _indexes = new(StringComparer.Ordinal);
    private readonly ConditionalWeakTable<Requester, string> _keys = [];
    private long _uses;

    /// <summary>How many requesters something is kept for.</summary>
    public int Count => _indexes.Count;

    /// <summary>True while there is room for another as large as all of them together.</summary>
    public bool HasRoom => _indexes.Count < Kept / 2 && _indexes.Values.Sum(static one => (long)one.Index.Kept) < MostPersons / 2;

    /// <summary>What this requester may see of every person at this moment.</summary>
    public ValueTask<PersonsDecision> DecideAsync(Requester requester, CancellationToken cancellationToken)
    {
        var used = _indexes.GetOrAdd(_keys.GetValue(requester, KeyOf), _ => new Used(new PersonsIndex(requester, rules, consents, clock)));
        var isNew = used.At == 0;
        used.At = Interlocked.Increment(ref _uses);
        if ((isNew || used.At % Between == 0) && (_indexes.Count > Kept || _indexes.Values.Sum(static one => (long)one.Index.Kept) > MostPersons)) Forget();
        return used.Index.DecideAsync(cancellationToken);
    }

    // Everything of a requester that a decision may look at; the name shown in the audit is not.
    private static string KeyOf(Requester requester) => string.Join(
        '\n',
        [requester.Id, requester.Role, requester.OrganizationId, requester.Purpose.Code, requester.OrganizationType ?? "\0", requester.PersonId ?? "\0", requester.FhirUser ?? "\0", requester.IsSystem ? "system" : "person", .. requester.Groups]);

    // Whoever is still asking a forgotten index gets its answer; nobody new finds it.
    private void Forget()
    {
        var (left, persons) = (0, 0L);
        foreach (var (key, used) in _indexes.OrderByDescending(static pair => pair.Value.At))
        {
            if (left == 0 || (left < Kept / 2 && persons + used.Index.Kept <= MostPersons)) (left, persons) = (left + 1, persons + used.Index.Kept);
            else _indexes.TryRemove(key, out _);
        }
    }

    private sealed class Used(PersonsIndex index)
    {
        public PersonsIndex Index { get; } = index;

        public long At { get; set; }
    }
}
