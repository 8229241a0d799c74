using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Interactions;

/// <summary>Entries of one transaction that mean the same resource (R4 http.html#trules: then it SHALL fail). Each of them is told, and where the others stand.</summary>
internal static class TransactionDuplicates
{
    /// <summary>One issue <c>bundle-duplicate</c> for each entry that is not alone.</summary>
    /// <param name="entries">The entries that write, each with the id it was given or found by; null for a deletion that found nothing; and whether it stands already.</param>
    public static IEnumerable<Issue> Find(IReadOnlyCollection<(BundleEntry Entry, string? Id, bool Exists)> entries) =>
        Of(entries.Where(entry => entry.Id is not null && (entry.Entry.Method != "POST" || entry.Exists)), entry => $"{entry.Entry.Type}/{entry.Id}")
            .Concat(Of(entries.Where(entry => !entry.Exists && ConditionOf(entry.Entry) is not null), entry => $"{entry.Entry.Type}?{ConditionOf(entry.Entry)}"))
            .Concat(Of(entries.Where(entry => entry.Entry.FullUrl is not null && entry.Id is not null), entry => entry.Entry.FullUrl!))
            .DistinctBy(issue => issue.Expression);

    // Two that find nothing by the same condition would both make what there may be only one of.
    private static string? ConditionOf(BundleEntry entry)
    {
        var query = entry.Method == "POST" ? entry.IfNoneExist : entry.Method == "PUT" && entry.Id is null ? entry.Query : null;
        return query is null ? null : string.Join('&', QueryPairs.Parse(QueryPairs.Condition(entry.Type, query, address: null)).Select(pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal));
    }

    private static IEnumerable<Issue> Of(IEnumerable<(BundleEntry Entry, string? Id, bool Exists)> entries, Func<(BundleEntry Entry, string? Id, bool Exists), string> key)
    {
        foreach (var group in entries.GroupBy(key, StringComparer.Ordinal))
        {
            BundleEntry[] same = [.. group.Select(entry => entry.Entry)];

            // Any number of conditional creations may find the same resource: none of them changes it.
            if (same.Length < 2 || same.All(entry => entry.Method == "POST" && group.First().Exists)) continue;
            foreach (var entry in same)
            {
                yield return Issue.Error("invalid", "bundle-duplicate", "Several entries mean the same resource.", "여러 항목이 같은 자원을 가리킵니다.") with
                {
                    Expression = entry.Place,
                    Expected = "each resource once",
                    Found = $"also {string.Join(", ", same.Where(other => other.Index != entry.Index).Select(other => other.Place))}",
                };
            }
        }
    }
}
