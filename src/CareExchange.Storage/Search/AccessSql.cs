using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Search;

/// <summary>An access predicate as a condition on a row of <c>resource</c>.</summary>
internal static class AccessSql
{
    // A longer list of persons is no way to find rows: building it for a query would cost more than asking it of each row that is found.
    private const int MostFound = 2_000;

    /// <summary>True when nothing can pass, so that no SQL need be asked.</summary>
    public static bool IsNone(AccessPredicate access) => access.Grants.All(IsEmpty) && access.Undecided.All(IsEmpty);

    /// <summary>The conditions; none when everything passes. What is undecided does not pass.</summary>
    /// <param name="access">What may be known of.</param>
    /// <param name="row">The row's alias.</param>
    /// <param name="sql">The SQL in the making.</param>
    /// <param name="type">The type of the rows; null where they may be of any.</param>
    public static IEnumerable<string> Conditions(AccessPredicate access, string row, SqlText sql, string? type = null) => Conditions(access, access.Grants, row, sql, type);

    /// <summary>The conditions that a row passes, or may pass once somebody has judged it.</summary>
    public static IEnumerable<string> PossibleConditions(AccessPredicate access, string row, SqlText sql, string? type = null)
    {
        if (access.Undecided.Count == 0) return Conditions(access, row, sql, type);

        // What is undecided is asked first of what costs the same: where everything of a category is, that is all there is to ask of most rows.
        if (!access.IsRemaining) return Conditions(access, [.. access.Undecided, .. access.Grants], row, sql, type);
        return Conditions(access, access.Undecided, row, sql, type).Concat(access.Grants.Where(grant => !IsEmpty(grant)).Select(grant => $"NOT ({Grant(grant, row, sql, type)})"));
    }

    /// <summary>That a row's value of a parameter may be known; null where that follows from knowing of the row.</summary>
    /// <remarks>A row in several grants shows the elements of all. Most rows are in no grant that keeps an element back: their category says so. Of a Patient that several
    /// organisations state, a grant of some sources shows what these state, which <see cref="Views"/> tells apart.</remarks>
    /// <param name="access">What may be known of.</param>
    /// <param name="isOpen">Whether these elements are enough for the parameter; null asks for rows of which all may be known.</param>
    /// <param name="row">The row's alias.</param>
    /// <param name="sql">The SQL in the making.</param>
    /// <param name="type">The type of the rows; null where they may be of any.</param>
    public static string? Open(AccessPredicate access, Func<IReadOnlyList<string>, bool>? isOpen, string row, SqlText sql, string? type)
    {
        var (elements, parts) = (OpenElements(access, isOpen, row, sql, type), OpenParts(access, isOpen, row, sql, type));
        return elements is null || parts is null ? elements ?? parts : $"({elements} AND {parts})";
    }

    /// <summary>The same, whoever states the part.</summary>
    public static string? OpenElements(AccessPredicate access, Func<IReadOnlyList<string>, bool>? isOpen, string row, SqlText sql, string? type)
    {
        var closed = Closed(access, isOpen);
        if (closed.Length == 0) return null;
        var ways = new List<string>();
        if (closed.All(grant => grant.Categories is not null)) ways.Add(string.Join(" AND ", closed.Select(grant => $"NOT ({sql.OneOfFew($"{row}.category", grant.Categories!)})").Distinct(StringComparer.Ordinal)));
        ways.AddRange(CheapFirst(access.Grants.Where(grant => !IsEmpty(grant) && !closed.Contains(grant)), type).Select(grant => $"({Grant(grant, row, sql, type)})"));
        AddUndecided(ways, access, closed, row, sql, type);
        return ways.Count == 0 ? "1 = 0" : $"({string.Join(" OR ", ways)})";
    }

    /// <summary>The sources of which a Patient that several state shows what they state, each with what must hold of the row for it.</summary>
    public static IEnumerable<(string Source, string Condition)> Views(AccessPredicate access, Func<IReadOnlyList<string>, bool>? isOpen, string row, SqlText sql) =>
        from grant in OfSources(access).Except(Closed(access, isOpen))
        let condition = Grant(grant with { Sources = null }, row, sql, PartlyStated)
        from source in grant.Sources!
        select (source, condition);

    // The type whose resources several organisations may state together.
    private const string PartlyStated = "Patient";

    // Everybody sees what there always is to see of a resource, such as its profiles.
    private static string? OpenParts(AccessPredicate access, Func<IReadOnlyList<string>, bool>? isOpen, string row, SqlText sql, string? type)
    {
        var partly = type is null or PartlyStated ? OfSources(access).ToArray() : [];
        if (partly.Length == 0 || isOpen?.Invoke([]) == true) return null;
        var closed = Closed(access, isOpen);
        List<string> ways = [$"NOT {Stated(row, sources: null, sql)}", .. CheapFirst(access.Grants.Where(grant => !IsEmpty(grant) && grant.Sources is null && !closed.Contains(grant)), type).Select(grant => $"({Grant(grant, row, sql, type)})")];
        AddUndecided(ways, access, partly, row, sql, type);
        return $"({string.Join(" OR ", ways)})";
    }

    private static AccessGrant[] Closed(AccessPredicate access, Func<IReadOnlyList<string>, bool>? isOpen) =>
        [.. access.Grants.Where(grant => !IsEmpty(grant) && grant.Elements is { } elements && isOpen?.Invoke(elements) != true)];

    private static IEnumerable<AccessGrant> OfSources(AccessPredicate access) => access.Grants.Where(grant => !IsEmpty(grant) && grant is { Sources: not null, Resources: null });

    // What only its content can open is shown whole then, unless something else shows a part of it anyway: in doubt the part.
    private static void AddUndecided(List<string> ways, AccessPredicate access, AccessGrant[] partly, string row, SqlText sql, string? type)
    {
        var undecided = access.Undecided.Where(grant => !IsEmpty(grant)).ToArray();
        if (undecided.Length > 0) ways.Add($"({Any(undecided.Select(grant => Grant(grant, row, sql, type)))} AND NOT ({Any(partly.Select(grant => Grant(grant, row, sql, type)))}))");
    }

    // A Patient that several state has a row for each of them.
    private static string Stated(string row, IReadOnlyList<string>? sources, SqlText sql) =>
        $"EXISTS (SELECT 1 FROM {IndexTables.Composite.Name} st WHERE st.rid = {row}.rid AND st.param = {sql.Bind(PartStaters.Key)}{(sources is null ? "" : $" AND {sql.OneOfFew("st.code", sources)}")}{sql.Dialect.OncePerRow})";

    /// <summary>That a part with a category of its own may be known of: somebody who states it is one whose data of that category the requester sees.</summary>
    /// <param name="access">What may be known of.</param>
    /// <param name="row">The row of the resource.</param>
    /// <param name="category">The column with the part's category.</param>
    /// <param name="sources">The column with those who state it, each between line ends; empty where it is the resource's own source.</param>
    /// <param name="sql">The SQL in the making.</param>
    public static string PartOpen(AccessPredicate access, string row, string category, string sources, SqlText sql)
    {
        var grants = CheapFirst(access.Grants.Where(grant => !IsEmpty(grant) && grant.Resources is null), PartlyStated);
        if (grants.Any(IsAll)) return "1 = 1";
        return grants.Length == 0 ? "1 = 0" : Any(grants.Select(grant =>
        {
            var terms = new List<string>();
            if (grant.Categories is { } categories) terms.Add(sql.OneOfFew(category, categories));
            if (grant.Sources is { } named) terms.Add($"({string.Join(" OR ", named.Select(source => $"{sources} = '' AND {row}.source = {sql.BindOnce(source)} OR replace({sources}, {sql.Bind(LabelledIdentifier.Find(source))}, '') <> {sources}"))})");
            var tags = Grant(grant with { Categories = null, Sources = null }, row, sql, PartlyStated);
            return terms.Count == 0 ? tags : $"{string.Join(" AND ", terms)} AND {tags}";
        }));
    }

    private static IEnumerable<string> Conditions(AccessPredicate access, IReadOnlyList<AccessGrant> all, string row, SqlText sql, string? type)
    {
        if (access.OnlyPerson is { } only) yield return $"({row}.person IS NULL OR {row}.person = {sql.Bind(only)})";
        var grants = CheapFirst(all.Where(grant => !IsEmpty(grant)), type);
        if (grants.Length == 0) yield return "1 = 0";
        else if (!grants.Any(IsAll))
        {
            // Said once more outside the OR, so that a person's rows are found by the compartment index.
            if (grants.All(grant => grant.Persons is { Count: <= MostFound }) && grants.Length > 1)
            {
                yield return sql.OneOf($"{row}.person", [.. grants.SelectMany(grant => grant.Persons!).Distinct(StringComparer.Ordinal)]);
            }

            // Of several none finds rows by itself: each is asked of the rows that something else found.
            yield return Any(grants.Select(grant => Grant(grant, row, sql, type, mayFind: grants.Length == 1)));
        }

        foreach (var exception in access.Exceptions.Where(exception => !IsEmpty(exception))) yield return $"NOT ({Grant(exception, row, sql, type)})";
    }

    // A person that is NULL must make the whole term false, not unknown: NOT (unknown) would hide the row.
    private static string Grant(AccessGrant grant, string row, SqlText sql, string? type, bool mayFind = false)
    {
        var terms = new List<string>();
        if (grant.Sources is { } sources) terms.Add(OfSources(sources, row, sql, type));
        if (grant.Categories is { } categories) terms.Add(sql.OneOfFew($"{row}.category", categories));
        if (grant.Persons is { } persons) terms.Add($"{row}.person IS NOT NULL AND {OneOf($"{row}.person", persons, sql, mayFind)}");
        if (grant.Resources is { } resources) terms.Add(OneOf($"({row}.type || '/' || {row}.id)", resources, sql, mayFind: false));
        return terms.Count == 0 ? "1 = 1" : string.Join(" AND ", terms);
    }

    private static string OfSources(IReadOnlyList<string> sources, string row, SqlText sql, string? type)
    {
        var own = sql.OneOfFew($"{row}.source", sources);
        return type switch
        {
            PartlyStated => $"({own} OR {Stated(row, sources, sql)})",
            null => $"({own} OR {row}.type = '{PartlyStated}' AND {Stated(row, sources, sql)})",
            _ => own,
        };
    }

    private static string OneOf(string column, IReadOnlyList<string> values, SqlText sql, bool mayFind) =>
        mayFind && values.Count <= MostFound ? sql.OneOf(column, values) : sql.OneOfFew(column, values);

    private static string Any(IEnumerable<string> grants)
    {
        string[] terms = [.. grants];
        return terms.Length == 1 ? terms[0] : "(" + string.Join(" OR ", terms.Select(term => $"({term})")) + ")";
    }

    // Tags first, then lists, the longest of them first because most are on it. Who states a part of a Patient is asked of other rows: last, so that it is not asked of what something else opens.
    private static AccessGrant[] CheapFirst(IEnumerable<AccessGrant> grants, string? type) => [.. grants.OrderBy(grant => grant.Sources is not null && type is null or PartlyStated).ThenBy(static grant => grant.Persons is not null || grant.Resources is not null)
        .ThenByDescending(static grant => (grant.Persons?.Count ?? 0) + (grant.Resources?.Count ?? 0))];

    private static bool IsEmpty(AccessGrant grant) => grant.Persons is [] || grant.Categories is [] || grant.Sources is [] || grant.Resources is [];

    private static bool IsAll(AccessGrant grant) => grant is { Persons: null, Categories: null, Sources: null, Resources: null };
}
