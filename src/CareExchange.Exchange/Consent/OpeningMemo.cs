using System.Collections.Concurrent;

namespace CareExchange.Exchange.Consent;

/// <summary>What consents open to one requester at one moment: persons who said the same, in consents of the same form, are judged once. Thread-safe.</summary>
/// <remarks>Only for consents whose meaning does not hang on whose they are: none that names exact data, and none of the requester's own.</remarks>
internal sealed class OpeningMemo
{
    private const int MostConsents = 3;

    private readonly ConcurrentDictionary<Key, (PersonOpening Opening, int NamedIn)> _known = new();

    /// <summary>The opening of one person.</summary>
    /// <param name="policies">The person's consents in force.</param>
    /// <param name="judge">Judges a person who is not known by such consents.</param>
    public PersonOpening Of(IReadOnlyList<ConsentPolicy> policies, Func<PersonOpening> judge)
    {
        if (KeyOf(policies) is not { } key) return judge();
        if (!_known.TryGetValue(key, out var known))
        {
            var opening = judge();
            var named = 0;
            for (var at = 0; at < policies.Count; at++) named |= opening.NamedIn.Contains(policies[at].Id) ? 1 << at : 0;
            _known.TryAdd(key, (opening with { NamedIn = [] }, named));
            return opening;
        }

        if (known.NamedIn == 0) return known.Opening;
        var names = new List<string>(policies.Count);
        for (var at = 0; at < policies.Count; at++)
        {
            if ((known.NamedIn & (1 << at)) != 0) names.Add(policies[at].Id);
        }

        return known.Opening with { NamedIn = [.. names] };
    }

    private static Key? KeyOf(IReadOnlyList<ConsentPolicy> policies)
    {
        if (policies.Count is 0 or > MostConsents) return null;
        var order = 0;
        foreach (var policy in policies)
        {
            foreach (var statement in policy.Statements)
            {
                if (statement.Data.IsStated || statement.Around.Any(static level => level.Data.IsStated)) return null;
            }

            // Of two consents, whether the one was given after the other is all that their dates decide (ApplicableStatement.HoldsAgainst).
            foreach (var other in policies)
            {
                var since = policy.PermitsSince;
                order = (order << 1) | (since >= (other.StatedAt?.Until ?? DateTimeOffset.MaxValue) ? 1 : 0);
            }
        }

        return new(policies[0].Statements, policies.Count > 1 ? policies[1].Statements : null, policies.Count > 2 ? policies[2].Statements : null, policies.Count, order);
    }

    // By reference: consents of one form share their statements (ConsentShapes). Records of lists compare them so.
    private readonly record struct Key(IReadOnlyList<ConsentStatement> First, IReadOnlyList<ConsentStatement>? Second, IReadOnlyList<ConsentStatement>? Third, int Count, int Order);
}
