using CareExchange.Storage.Search;

namespace CareExchange.Storage.Resources;

/// <summary>Spares a judge the rows that were decided where they were found.</summary>
internal static class UndecidedRows
{
    /// <summary>The judge, asked only of resources in a category that is undecided for somebody.</summary>
    public static RowJudge Only(AccessPredicate access, RowJudge judge)
    {
        if (access.Undecided.Any(grant => grant.Categories is null)) return judge;
        var categories = access.Undecided.SelectMany(grant => grant.Categories!).ToHashSet(StringComparer.Ordinal);
        return async (resources, cancellationToken) =>
        {
            var verdicts = new bool[resources.Count];
            int[] open = [.. Enumerable.Range(0, resources.Count).Where(place => !(verdicts[place] = !categories.Contains(resources[place].Tags.Category)))];
            if (open.Length == 0) return verdicts;
            var judged = await judge([.. open.Select(place => resources[place])], cancellationToken);
            for (var at = 0; at < open.Length; at++) verdicts[open[at]] = judged[at];
            return verdicts;
        };
    }
}
