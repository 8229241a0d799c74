namespace CareExchange.Storage.Search;

/// <summary>An access predicate as a condition on a row of <c>resource</c>.</summary>
internal static class AccessSql
{
    /// <summary>True when nothing can pass, so that no SQL need be asked.</summary>
    public static bool IsNone(AccessPredicate access) => access.Grants.All(IsEmpty);

    /// <summary>The conditions; none when everything passes.</summary>
    public static IEnumerable<string> Conditions(AccessPredicate access, string row, SqlText sql)
    {
        if (access.OnlyPerson is { } only) yield return $"({row}.person IS NULL OR {row}.person = {sql.Bind(only)})";
        var grants = access.Grants.Where(grant => !IsEmpty(grant)).ToArray();
        if (!grants.Any(IsAll))
        {
            // Said once more outside the OR, so that a person's rows are found by the compartment index.
            if (grants.All(grant => grant.Persons is not null) && grants.Length > 1)
            {
                yield return sql.OneOf($"{row}.person", [.. grants.SelectMany(grant => grant.Persons!).Distinct(StringComparer.Ordinal)]);
            }

            yield return Any(grants.Select(grant => Grant(grant, row, sql)));
        }

        foreach (var exception in access.Exceptions.Where(exception => !IsEmpty(exception))) yield return $"NOT ({Grant(exception, row, sql)})";
    }

    // A person that is NULL must make the whole term false, not unknown: NOT (unknown) would hide the row.
    private static string Grant(AccessGrant grant, string row, SqlText sql)
    {
        var terms = new List<string>();
        if (grant.Persons is { } persons) terms.Add($"{row}.person IS NOT NULL AND {sql.OneOf($"{row}.person", persons)}");
        if (grant.Categories is { } categories) terms.Add(sql.OneOf($"{row}.category", categories));
        if (grant.Sources is { } sources) terms.Add(sql.OneOf($"{row}.source", sources));
        if (grant.Resources is { } resources) terms.Add(sql.OneOf($"({row}.type || '/' || {row}.id)", resources));
        if (grant.KnownTo is { } organization)
        {
            terms.Add($"EXISTS (SELECT 1 FROM resource known WHERE known.person = {row}.person AND known.deleted = 0 AND known.source = {sql.Bind(organization)})");
        }

        return terms.Count == 0 ? "1 = 1" : string.Join(" AND ", terms);
    }

    private static string Any(IEnumerable<string> grants)
    {
        string[] terms = [.. grants];
        return terms.Length == 1 ? terms[0] : "(" + string.Join(" OR ", terms.Select(term => $"({term})")) + ")";
    }

    private static bool IsEmpty(AccessGrant grant) => grant.Persons is [] || grant.Categories is [] || grant.Sources is [] || grant.Resources is [];

    private static bool IsAll(AccessGrant grant) => grant is { Persons: null, Categories: null, Sources: null, Resources: null, KnownTo: null };
}
