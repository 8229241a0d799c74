using CareExchange.Storage.Audit;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Interactions;

/// <summary>Goes through the records that may meet a search, in their order: our own, and those that others made and sent here.</summary>
/// <param name="entries">The trail.</param>
/// <param name="matcher">Judges each record in hand.</param>
/// <param name="criteria">All must hold.</param>
/// <param name="queries">What the columns answer, of each kind of records.</param>
internal sealed class AuditEventWalk(AuditStore entries, ResourceMatcher matcher, IReadOnlyList<SearchCriterion> criteria, IReadOnlyList<AuditQuery> queries)
{
    // So many are fetched at least: where few of them match, a page costs few questions.
    private const int Fetched = 200;

    /// <summary>So many records are judged for one page at most. A page that ends there is not full, and the next one goes on.</summary>
    public const int MostJudged = 20_000;

    /// <summary>The matches of one page.</summary>
    /// <param name="after">Where it begins; null for the first.</param>
    /// <param name="count">So many at most.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The matches, and where the next page begins; null where nothing is left.</returns>
    public async Task<(IReadOnlyList<AuditEntry> Matches, AuditPosition? Next)> PageAsync(AuditPosition? after, int count, CancellationToken cancellationToken)
    {
        var matches = new List<AuditEntry>();
        for (var judged = 0; judged < MostJudged;)
        {
            var wanted = Math.Clamp(criteria.Count == 0 ? count + 1 - matches.Count : Math.Max(Fetched, count + 1), 1, 1000);
            var found = await FetchAsync(after, wanted, cancellationToken);
            foreach (var entry in found)
            {
                judged++;
                if (!Meets(entry)) continue;
                if (matches.Count == count) return (matches, matches.Count == 0 ? after : matches[^1].Position);
                matches.Add(entry);
            }

            if (found.Count < wanted) return (matches, null);
            after = found[^1].Position;
        }

        return (matches, after);
    }

    /// <summary>How many records meet the search; null where more than so many would have to be judged.</summary>
    /// <param name="isExact">True where our own records need no judging.</param>
    /// <param name="most">So many are judged.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<long?> CountAsync(bool isExact, int most, CancellationToken cancellationToken)
    {
        var count = 0L;
        foreach (var query in queries)
        {
            var candidates = await entries.CountAsync(query, cancellationToken);
            if (candidates == 0) continue;
            if (criteria.Count == 0 || (isExact && query.IsReceived == false))
            {
                count += candidates;
                continue;
            }

            if (candidates > most) return null;
            AuditPosition? after = null;
            while (true)
            {
                var found = await entries.QueryAsync(query with { Before = after, Count = 1000 }, cancellationToken);
                count += found.Count(Meets);
                if (found.Count < 1000) break;
                after = found[^1].Position;
            }
        }

        return count;
    }

    private bool Meets(AuditEntry entry)
    {
        if (criteria.Count == 0) return true;
        return criteria.All(criterion => matcher.Meets(criterion, AuditEventIssues.Type, entry.Row.Id, entry.Row.Recorded, entry.Row.Json));
    }

    private async Task<IReadOnlyList<AuditEntry>> FetchAsync(AuditPosition? after, int count, CancellationToken cancellationToken)
    {
        var found = new List<AuditEntry>();
        foreach (var query in queries) found.AddRange(await entries.QueryAsync(query with { Before = after, Count = count }, cancellationToken));
        if (queries.Count == 1) return found;
        var isOldestFirst = queries[0].OldestFirst;
        return [.. (isOldestFirst ? found.OrderBy(Place) : found.OrderByDescending(Place)).Take(count)];

        static (long, int, long) Place(AuditEntry entry) => (entry.Position.Recorded, entry.Position.Shard, entry.Position.Sequence);
    }
}
