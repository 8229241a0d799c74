using CareExchange.Exchange.Requests;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Consent;

/// <summary>The judges of one person's resources for one requester, for as long as the same versions of the person's consents stand and no period of theirs begins or ends. Immutable, thread-safe.</summary>
/// <param name="person">Patient id.</param>
/// <param name="requester">Who asks, with the groups they are in.</param>
/// <param name="now">The moment judged.</param>
/// <param name="policies">All consents of the person.</param>
/// <param name="serving">The legal bases that serve the requester.</param>
internal sealed class PersonJudges(string person, Requester requester, DateTimeOffset now, IReadOnlyList<ConsentPolicy> policies, IReadOnlyList<LegalBasisRule> serving)
{
    /// <summary>The person.</summary>
    public string Person => person;

    /// <summary>Who judges.</summary>
    public PersonAccess Judge { get; } = new(person, requester, now, policies, serving);

    /// <summary>The first moment after the one judged at which a period begins or ends.</summary>
    public DateTimeOffset Until { get; } = policies.SelectMany(static policy => policy.Statements).SelectMany(static statement => statement.Periods).SelectMany(static period => period.Values)
        .SelectMany(static range => (DateTimeOffset[])[range.From, range.Until]).Where(moment => moment > now).DefaultIfEmpty(DateTimeOffset.MaxValue).Min();

    /// <summary>True where these are the judges of that moment, by those versions of the consents.</summary>
    public bool Holds(DateTimeOffset moment, IReadOnlyList<ResourceVersionId> consents)
    {
        if (moment < now || moment >= Until || consents.Count != policies.Count) return false;
        for (var at = 0; at < policies.Count; at++)
        {
            if (policies[at].Version != consents[at].Version || policies[at].Id != consents[at].Id) return false;
        }

        return true;
    }
}
