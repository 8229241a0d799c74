using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Search;

/// <summary>One end of a chain or of <c>_has</c>, from the row outwards or from the other end back. There are three ways there: a literal reference, a canonical
/// (R4 references.html#canonical), and what the resource itself contains (search.html#contained).</summary>
/// <param name="criterion">The criterion with the link; its code is that of the reference.</param>
/// <param name="end">The end.</param>
/// <param name="type">The type the criterion is asked of.</param>
/// <param name="body">Makes what stands at the end.</param>
/// <param name="depth">How many links lie between the search and this type.</param>
internal sealed class LinkSql(SearchCriterion criterion, SearchLinkEnd end, IndexedType type, BodySql body, int depth)
{
    // Each link asks what is contained as well as what is referred to: of long chains the first links do, or the text would double with every link.
    private const int MaximumDepth = 2;

    private readonly bool _isReverse = criterion.Link!.IsReverse;
    private readonly string _resource = BodySql.Alias("r", depth);
    private readonly string _reference = BodySql.Alias("x", depth + 1);
    private readonly string _url = BodySql.Alias("u", depth + 1);
    private readonly string _other = BodySql.Alias("r", depth + 1);

    /// <summary>The conditions of a row, one of which must hold.</summary>
    public IEnumerable<string> Conditions(SqlText sql)
    {
        yield return Reaches(sql);
        if (Urls.Count > 0) yield return ReachesByUrl(sql);
        foreach (var within in Inside()) yield return Holds(within, sql);
    }

    /// <summary>The statements that find rows, from the other end.</summary>
    /// <param name="distinct">What follows SELECT where each row has to come out once.</param>
    /// <param name="sql">The SQL in the making.</param>
    public IEnumerable<string> Rows(string distinct, SqlText sql)
    {
        yield return Reached(distinct, sql);
        if (Urls.Count > 0) yield return ReachedByUrl(distinct, sql);
        foreach (var within in Inside()) yield return Held(within, sql);
    }

    // The type that refers, and the parameter by which it does.
    private IndexedType Referring => _isReverse ? body.Find(end.ResourceType) : type;

    private IndexedParameter Parameter => Referring.Parameters[criterion.Code];

    private string Target => _isReverse ? type.Name : end.ResourceType;

    // Where the URLs stand of what is referred to; none where the parameter does not lead to what has one.
    private IReadOnlyList<int> Urls => field ??= type.Within is null && SearchModifiers.Targets(Parameter, []).Contains(Target) && body.Find(Target).Parameters.GetValueOrDefault("url") is { Type: "uri" } url
        ? ParameterRows.Keys(url)
        : [];

    // From a row outwards: its references by row number, or those that name it; then the one row at the other end.
    private string Reaches(SqlText sql)
    {
        string[] path = _isReverse
            ? [.. References(sql), $"{_reference}.target = {_resource}.id", $"{_other}.rid = {_reference}.rid"]
            : [$"{_reference}.rid = {_resource}.rid", .. References(sql), $"{_other}.type = {_reference}.target_type", $"{_other}.id = {_reference}.target"];
        return Exists($"index_reference {_reference}", path, sql);
    }

    private string ReachesByUrl(SqlText sql)
    {
        var (own, others) = _isReverse ? (_url, _reference) : (_reference, _url);
        return Exists($"index_{(_isReverse ? "uri" : "reference")} {own} CROSS JOIN index_{(_isReverse ? "reference" : "uri")} {others}", [$"{own}.rid = {_resource}.rid", .. ByUrl(sql), $"{_other}.rid = {others}.rid"], sql);
    }

    private string Exists(string from, string[] path, SqlText sql)
    {
        string[] where = [.. path, .. Open(sql), .. body.Visible(end.ResourceType, depth + 1, sql), body.Criterion(end, depth + 1).Condition(sql)];
        return $"EXISTS (SELECT 1 FROM {from} CROSS JOIN resource {_other} WHERE {string.Join(" AND ", where)}{sql.Dialect.OncePerRow})";
    }

    // The other way: what is found at the other end first, then the rows that refer to it, or that it refers to.
    private string Reached(string distinct, SqlText sql)
    {
        var (from, where, _) = body.Of(end.ResourceType, [end.Criterion], depth + 1, sql);
        if (!_isReverse)
        {
            string[] path = [.. References(sql), $"{_reference}.target = {_other}.id"];
            where.AddRange(path);
            return $"SELECT {distinct}{_reference}.rid FROM {from} CROSS JOIN {sql.Dialect.Following("index_reference", _reference, path)} WHERE {string.Join(" AND ", where)}";
        }

        var self = BodySql.Alias("o", depth);
        where.AddRange(Open(sql).Except(where));
        string[] outwards = [$"{_reference}.rid = {_other}.rid", .. References(sql)];
        string[] back = [$"{self}.type = {_reference}.target_type", $"{self}.id = {_reference}.target"];
        where.AddRange([.. outwards, .. back]);
        return $"SELECT {distinct}{self}.rid FROM {from} CROSS JOIN {sql.Dialect.Following("index_reference", _reference, outwards)} CROSS JOIN {sql.Dialect.Following("resource", self, back)} WHERE {string.Join(" AND ", where)}";
    }

    private string ReachedByUrl(string distinct, SqlText sql)
    {
        var (from, where, _) = body.Of(end.ResourceType, [end.Criterion], depth + 1, sql);
        where.AddRange([.. _isReverse ? Open(sql).Except(where) : [], .. ByUrl(sql), $"{(_isReverse ? _reference : _url)}.rid = {_other}.rid"]);
        return _isReverse
            ? $"SELECT {distinct}{_url}.rid FROM {from} CROSS JOIN index_reference {_reference} CROSS JOIN index_uri {_url} WHERE {string.Join(" AND ", where)}"
            : $"SELECT {distinct}{_reference}.rid FROM {from} CROSS JOIN index_uri {_url} CROSS JOIN index_reference {_reference} WHERE {string.Join(" AND ", where)}";
    }

    // A reference in an element that is kept back leads nowhere. Going back from the end of a chain, the search itself asks this of the row it comes to.
    private string[] Open(SqlText sql) => body.Open(Referring, criterion.Code, _isReverse ? _other : _resource, sql) is { } open ? [open] : [];

    private IEnumerable<string> References(SqlText sql) => ParameterRows.Reference(_reference, Parameter, Target, sql);

    private IEnumerable<string> ByUrl(SqlText sql) => [ParameterRows.Of(_reference, ParameterRows.Keys(Parameter), sql), $"{_reference}.target_type = ''", ParameterRows.Of(_url, Urls, sql), $"{_url}.value = {_reference}.target"];

    // What rows of the type contain: asked of the rows themselves, under the numbers of the way there.
    private IEnumerable<IndexedType> Inside()
    {
        if (_isReverse || depth > MaximumDepth || type.Levels == ContainedType.MaximumLevels || (Parameter.Narrowed is { } narrowed && narrowed != end.ResourceType)) yield break;
        foreach (var code in Parameter.Sources.Count == 0 ? [criterion.Code] : Parameter.Sources.Select(source => source.Code))
        {
            if (body.Catalog.Contained(type, code, end.ResourceType) is { } within && CanAsk(end.Criterion, within)) yield return within;
        }
    }

    private static bool CanAsk(SearchCriterion criterion, IndexedType within) => criterion switch
    {
        { Group: { } group } => group.Members.All(member => CanAsk(member, within)),
        { Link.IsReverse: true } or { Modifier: "above" or "below", Type: "reference" } => false,
        _ => within.Parameters.ContainsKey(criterion.Code),
    };

    // That there is one, since a condition may also hold of nothing.
    private string Holds(IndexedType within, SqlText sql)
    {
        var mark = BodySql.Alias("m", depth);
        string[] where =
        [
            $"EXISTS (SELECT 1 FROM index_reference {mark} WHERE {mark}.param = {sql.Bind(ContainedType.Mark(within))} AND {mark}.target = '' AND {mark}.target_type = '' AND {mark}.rid = {_resource}.rid)",
            .. body.Open(within, "", _resource, sql) is { } open ? (string[])[open] : [],
            new CriterionSql(end.Criterion, within, body, depth).Condition(sql),
        ];
        return $"({string.Join(" AND ", where)})";
    }

    private string Held(IndexedType within, SqlText sql)
    {
        var (scan, inner) = (BodySql.Alias("d", depth), new CriterionSql(end.Criterion, within, body, depth));
        var from = inner.Driver(sql);
        var where = inner.DriverConditions(sql).ToList();
        if (body.Open(within, "", _resource, sql) is { } open)
        {
            from += $" CROSS JOIN resource {_resource}";
            where.AddRange([$"{_resource}.rid = {scan}.rid", open]);
        }

        return $"SELECT {scan}.rid FROM {from}{(where.Count == 0 ? "" : " WHERE " + string.Join(" AND ", where))}";
    }
}
