using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Search;

/// <summary>A whole type in the order of a parameter: the parameter's index is walked from where the last page ended, so that a page costs the same in
/// a large store as in a small one. Rows without a value follow, asked for on their own.</summary>
internal sealed class SortWalk
{
    // Few persons' rows are found faster by whose they are than by walking everybody's values.
    private const int FewPersons = 20;

    private readonly SearchRequest _request;
    private readonly SqlText _sql;
    private readonly BodySql _body;
    private readonly IndexedType _type;
    private readonly SortKey[] _keys;
    private readonly (string Table, string Value, string Tie) _walked;
    private readonly int _parameter;
    private readonly SearchCriterion? _bound;

    public SortWalk(IndexCatalog catalog, AccessPredicate access, SearchRequest request, SqlText sql)
    {
        (_request, _sql, _body) = (request, sql, new BodySql(catalog, access));
        _type = catalog.Find(request.Branches[0].ResourceType)!;
        _keys = SortKey.Of(request);
        var parameter = _type.Parameters[request.Sort[0].Code];
        (_parameter, _walked) = (ParameterRows.Keys(parameter)[0], Walked(parameter.Type)!.Value);
        _bound = RangeOrder.BoundOf(request.Branches[0].Criteria, request.Sort[0]);
    }

    /// <summary>True where this is the way: one type, nothing selective asked beside the walked parameter itself, and an index in the order of the first key.</summary>
    public static bool Fits(SearchRequest request, AccessPredicate access, IndexCatalog catalog) =>
        request is { Branches: [var branch], Sort: [var first, ..] }
        && catalog.Find(branch.ResourceType)!.Parameters.GetValueOrDefault(first.Code) is { } parameter
        && Walked(parameter.Type) is not null
        && ParameterRows.Keys(parameter).Count == 1
        && !SortKey.Of(request).Skip(1).Any(key => key.IsReadOnce(catalog.Find(branch.ResourceType)!))
        && !access.Grants.All(grant => grant.Persons is { Count: <= FewPersons })
        && (request.Window is not null || !new BodySql(catalog, access).IsSelective(branch.ResourceType, Others(branch.Criteria, RangeOrder.BoundOf(branch.Criteria, first))));

    /// <summary>A page of rows that have a value, from the index.</summary>
    public string Present(string columns)
    {
        var sign = _keys[0].IsDescending ? ">" : "<";
        var (table, value, rest) = _walked;
        var others = string.Concat(_keys.Skip(1).Select(key => $", {key.Expression(_type, "r", _body, _sql)} AS {key.Name}"));
        var (from, where, _) = _body.Of(_type.Name, Others(_request.Branches[0].Criteria, _bound), 0, _sql, isDriven: false);
        var parameter = _sql.Bind(_parameter);

        // Of several values the first in this order stands for the resource, and of equal ones the first row; what is asked of the walked values, both rows answer.
        var earlier = $"e.{value} {sign} s.{value}{(rest.Length > 0 ? $" OR (e.{value} = s.{value} AND e.{rest} < s.{rest})" : "")}";
        List<string> all = [$"s.param = {parameter}", .. Bound("s"), "r.rid = s.rid", .. where, $"NOT EXISTS (SELECT 1 FROM {table} e WHERE {string.Join(" AND ", [$"e.param = {parameter}", "e.rid = s.rid", $"({earlier})", .. Bound("e")])})"];

        // What is asked of the walked values may be known where somebody states it of whom it may be; otherwise such rows follow those with a value.
        if ((_bound is null ? _body.Open(_type, _request.Sort[0].Code, "r", _sql) : new CriterionSql(_bound, _type, _body, 0).Open(_sql)) is { } open) all.Add(open);
        if (_request.After is { } after)
        {
            // Said once more alone, so that the walk begins there.
            all.Add($"s.{value} {(_keys[0].IsDescending ? "<=" : ">=")} {_sql.Bind(SortKey.Parse(after.Keys[0]!, _keys[0].ValueType(_type)))}");
            all.Add($"r.rid <= {_sql.Bind(after.LastRow)}");
        }

        if (_request.Window is { } window) all.Add(Within(window));
        var body = $"SELECT s.rid AS rid, s.{value} AS {_keys[0].Name}{others}\nFROM {table} s CROSS JOIN {from}\nWHERE {string.Join("\n  AND ", all)}";
        return Cut(body, columns, _request.Count + 1, _request.After);
    }

    /// <summary>A page of rows that have no value, in the order of the keys that follow.</summary>
    public string Missing(string columns, int limit, SearchPosition? after)
    {
        var others = string.Concat(_keys.Skip(1).Select(key => $", {key.Expression(_type, "r", _body, _sql)} AS {key.Name}"));
        var (from, where, row) = _body.Of(_type.Name, _request.Branches[0].Criteria, 0, _sql, isDriven: false);
        var has = $"EXISTS (SELECT 1 FROM {_walked.Table} e WHERE e.rid = r.rid AND e.param = {_sql.Bind(_parameter)})";
        where.Add(_body.Open(_type, _request.Sort[0].Code, "r", _sql) is { } open ? $"NOT ({has} AND {open})" : $"NOT {has}");
        if (_request.After is { } start) where.Add($"{row} <= {_sql.Bind(start.LastRow)}");
        return Cut($"SELECT r.rid AS rid, NULL AS {_keys[0].Name}{others}\nFROM {from}\nWHERE {string.Join("\n  AND ", where)}", columns, limit, after);
    }

    // The last value of the window, found by the index alone; all values where there are not so many.
    private string Within(int window)
    {
        var (table, value, _) = _walked;
        var (isDescending, type) = (_keys[0].IsDescending, _keys[0].ValueType(_type));
        var after = _request.After is { } last ? $" AND w.{value} {(isDescending ? "<=" : ">=")} {_sql.Bind(SortKey.Parse(last.Keys[0]!, type))}" : "";
        var end = $"(SELECT w.{value} FROM {table} w WHERE w.param = {_sql.Bind(_parameter)}{after} ORDER BY w.{value}{(isDescending ? " DESC" : "")} LIMIT 1 OFFSET {_sql.Bind((long)window)})";
        return $"s.{value} {(isDescending ? ">=" : "<=")} coalesce({end}, s.{value})";
    }

    private IEnumerable<string> Bound(string alias) => _bound is null ? [] : [ValueSql.Condition(_bound.Type, null, _bound.Values[0], ValueColumns.Of(_bound.Type, alias), _sql)];

    private static IReadOnlyList<SearchCriterion> Others(IReadOnlyList<SearchCriterion> criteria, SearchCriterion? bound) => bound is null ? criteria : [.. criteria.Where(criterion => !ReferenceEquals(criterion, bound))];

    private string Cut(string body, string columns, int limit, SearchPosition? after)
    {
        var filter = after is null ? "" : $"\nWHERE {SearchCompiler.Keyset(_keys, _type, after, _sql)}";
        var names = string.Concat(_keys.Select(key => $", k.{key.Name}"));
        return $"SELECT {columns}, r.rid, (SELECT max(rid) FROM resource){names}\nFROM (SELECT * FROM ({body}) b{filter}\nORDER BY {OrderOfWalk()}\nLIMIT {_sql.Bind((long)limit)}) k CROSS JOIN resource r\nWHERE r.rid = k.rid\nORDER BY {SearchCompiler.Order(_keys, "k")}";
    }

    // The first key is never missing here, and only without a word on missing ones the index's own order will do.
    private string OrderOfWalk() => string.Join(", ", _keys.Skip(1).Select(key => key.Order("b")).Prepend($"b.{_keys[0].Name}{(_keys[0].IsDescending ? " DESC" : "")}").Append(SearchCompiler.RowOrder(_keys, "b")));

    private static (string Table, string Value, string Tie)? Walked(string type) => type switch
    {
        "string" => ("index_string", "value", "exact"),
        "date" => ("index_date", "low", "high"),
        "number" => ("index_number", "low", "high"),
        _ => null,
    };
}
