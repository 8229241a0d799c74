using System.Globalization;
using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Search;

/// <summary>Criteria on one type → FROM and WHERE. The resource rows of a search are <c>r</c>, those one link further <c>r1</c>, and so on.</summary>
/// <remarks>The access predicate holds at every link: whoever may not know of a resource cannot ask through it either.</remarks>
internal sealed class BodySql(IndexCatalog catalog, AccessPredicate access)
{
    /// <summary>The parameters.</summary>
    public IndexCatalog Catalog => catalog;

    /// <summary>The alias of a table at a depth.</summary>
    public static string Alias(string name, int depth) => depth == 0 ? name : name + depth.ToString(CultureInfo.InvariantCulture);

    /// <summary>The FROM items, the conditions, and the column with the row number.</summary>
    /// <param name="resourceType">The type asked about.</param>
    /// <param name="all">What must hold.</param>
    /// <param name="depth">How many links lie between the search and this type.</param>
    /// <param name="sql">The SQL in the making.</param>
    /// <param name="isDriven">False where the rows to start from are given: every criterion is then a condition.</param>
    /// <param name="inRowOrder">True where the rows are wanted in the order of their numbers: those to start from are then put in order before anything is asked of them, and a page ends with its last row.</param>
    public (string From, List<string> Where, string Row) Of(string resourceType, IReadOnlyList<SearchCriterion> all, int depth, SqlText sql, bool isDriven = true, bool inRowOrder = false) =>
        Of(Find(resourceType), all, depth, sql, isDriven, inRowOrder);

    /// <summary>The same of a type that may be contained: its rows are those of what it is contained in.</summary>
    public (string From, List<string> Where, string Row) Of(IndexedType type, IReadOnlyList<SearchCriterion> all, int depth, SqlText sql, bool isDriven = true, bool inRowOrder = false)
    {
        var resourceType = type.Name;
        var (resource, scan) = (Alias("r", depth), Alias("d", depth));
        CriterionSql[] criteria = [.. all.SelectMany(criterion => Flat(criterion, type)).Select(criterion => new CriterionSql(criterion, type, this, depth))];
        var driver = isDriven ? Start(criteria) : null;
        var listed = inRowOrder && driver is { IsList: true } ? sql.Dialect.Listed(resource) : null;
        var from = driver is null ? $"resource {resource}" : listed ?? $"{driver.Driver(sql)} CROSS JOIN {sql.Dialect.Following("resource", resource, [$"{resource}.rid = {scan}.rid"])}";
        var where = new List<string>();
        if (listed is not null)
        {
            where.Add($"{resource}.rid IN {driver!.List(sql, isOnce: false)}");
            if (driver.Open(sql) is { } open) where.Add(open);
        }
        else if (driver is not null)
        {
            where.AddRange(driver.DriverConditions(sql));
            where.Add($"{resource}.rid = {scan}.rid");
            if (driver.Open(sql) is { } open) where.Add(open);
        }

        where.Add($"{resource}.type = {sql.Bind(resourceType)}");
        where.AddRange(depth == 0 ? AccessSql.PossibleConditions(access.OfType(resourceType), resource, sql, resourceType).Prepend($"{resource}.deleted = 0") : Conditions(resourceType, resource, sql));
        if (Bound(resourceType, depth, sql) is { } bound) where.Add(bound);
        where.AddRange(criteria.Where(criterion => criterion != driver).Select(criterion => criterion.Condition(sql)));
        return (from, where, driver is null || listed is not null ? $"{resource}.rid" : $"{scan}.rid");
    }

    /// <summary>The criterion that a search starts from; null where none leaves few rows.</summary>
    public CriterionSql? Start(string resourceType, IReadOnlyList<SearchCriterion> all) => Start([.. all.SelectMany(criterion => Flat(criterion, Find(resourceType))).Select(criterion => new CriterionSql(criterion, Find(resourceType), this, 0))]);

    private static CriterionSql? Start(CriterionSql[] criteria) => criteria.MinBy(criterion => criterion.Rank) is { Rank: > 0 and < 9 } best ? best : null;

    /// <summary>True where some criterion leaves so few rows that they can be put in order one by one.</summary>
    public bool IsSelective(string resourceType, IReadOnlyList<SearchCriterion> all) =>
        all.SelectMany(criterion => Flat(criterion, Find(resourceType))).Any(criterion => new CriterionSql(criterion, Find(resourceType), this, 0).IsSelective);

    /// <summary>What must hold of a row at the end of a link for the requester to know of it, with what binds its type: nothing is asked through what nobody has decided.</summary>
    public IEnumerable<string> Visible(string resourceType, int depth, SqlText sql) =>
        Conditions(resourceType, Alias("r", depth), sql).Concat(Bound(resourceType, depth, sql) is { } bound ? [bound] : []);

    private IEnumerable<string> Conditions(string resourceType, string resource, SqlText sql) => AccessSql.Conditions(access.OfType(resourceType), resource, sql, resourceType).Prepend($"{resource}.deleted = 0");

    // A bound is no way to ask about what is kept back, and bounds nothing itself.
    private string? Bound(string resourceType, int depth, SqlText sql) =>
        access.Bound?.Invoke(resourceType) is { } bound ? new CriterionSql(bound, Find(resourceType), new BodySql(catalog, access.Unbounded), depth).Condition(sql) : null;

    /// <summary>That the value of a parameter may be known of a row; null where that follows from knowing of the row.</summary>
    public string? Open(IndexedType type, string code, string resource, SqlText sql) =>
        AccessSql.Open(access.OfType(type.Name), elements => ParameterElements.IsWithin(type, code, elements), resource, sql, Holder(type));

    /// <summary>The same, whoever states the part.</summary>
    public string? OpenElements(IndexedType type, string code, string resource, SqlText sql) =>
        AccessSql.OpenElements(access.OfType(type.Name), elements => ParameterElements.IsWithin(type, code, elements), resource, sql, Holder(type));

    /// <summary>Whose statements of a resource that several state may be known of, and what must hold of the row for it.</summary>
    public IEnumerable<(string Source, string Condition)> Views(IndexedType type, string code, string resource, SqlText sql) =>
        type is { Name: "Patient", Within: null } ? AccessSql.Views(access.OfType(type.Name), elements => ParameterElements.IsWithin(type, code, elements), resource, sql) : [];

    private static string Holder(IndexedType type) => type.Within is { } within ? Holder(within.Container) : type.Name;

    /// <summary>That a part with a category of its own, stated by the sources that stand in a column, may be known of.</summary>
    public string PartOpen(string resource, string category, string sources, SqlText sql) => AccessSql.PartOpen(access, resource, category, sources, sql);

    /// <summary>What is asked at the end of a link.</summary>
    public CriterionSql Criterion(SearchLinkEnd end, int depth) => new(end.Criterion, Find(end.ResourceType), this, depth);

    // What must hold together is asked together: the best of it may start the search.
    private static IEnumerable<SearchCriterion> Flat(SearchCriterion criterion, IndexedType type) =>
        CompositeParts.Of(criterion, type) is { Group: { Kind: SearchGroupKind.All } group } ? group.Members.SelectMany(member => Flat(member, type)) : [criterion];

    /// <summary>The parameters of a type.</summary>
    public IndexedType Find(string resourceType) =>
        catalog.Find(resourceType) ?? throw new ArgumentException($"'{resourceType}' is no resource type.", nameof(resourceType));
}
