using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using CareExchange.Exchange.Requests;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Consent;

/// <summary>The judges of persons who are asked about again and again, by asker, person and versions of the consents: a page is judged by whoever judged the one before. Thread-safe.</summary>
/// <remarks>The versions that stand are asked of the database each time, here it is only remembered what they mean for the asker.</remarks>
internal sealed class JudgesMemo
{
    // Some hundred bytes each. Full, it begins anew.
    private const int MostPersons = 10_000;

    private ConditionalWeakTable<Requester, ConcurrentDictionary<string, PersonJudges>> _known = [];
    private int _count;

    /// <summary>The judges of this moment; null where nobody is remembered.</summary>
    public PersonJudges? Find(Requester requester, string person, IReadOnlyList<ResourceVersionId> consents, DateTimeOffset now) =>
        _known.TryGetValue(requester, out var persons) && persons.TryGetValue(person, out var judges) && judges.Holds(now, consents) ? judges : null;

    /// <summary>Remembers them, of a requester who is the same object the next time.</summary>
    public PersonJudges Keep(Requester requester, PersonJudges judges)
    {
        if (Interlocked.Increment(ref _count) > MostPersons)
        {
            _known = [];
            Interlocked.Exchange(ref _count, 1);
        }

        _known.GetValue(requester, static _ => new(StringComparer.Ordinal))[judges.Person] = judges;
        return judges;
    }
}
