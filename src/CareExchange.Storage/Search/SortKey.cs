using System.Data.Common;
using System.Globalization;
using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Search;

/// <summary>One sort key as SQL, and its values on their way into and out of a cursor.</summary>
/// <param name="sort">The key.</param>
/// <param name="name">The column's name in the page's SQL.</param>
internal sealed class SortKey(SearchSort sort, string name)
{
    public string Name { get; } = name;

    /// <summary>The keys of a request: <c>k1</c>, <c>k2</c> and so on.</summary>
    public static SortKey[] Of(SearchRequest request) => [.. request.Sort.Select((sort, index) => new SortKey(sort, $"k{(index + 1).ToString(CultureInfo.InvariantCulture)}"))];

    public bool IsDescending => sort.IsDescending;

    /// <summary>The value for one type's rows, asked for by row number; the lowest or the highest of several. A period counts by its start: what is
    /// still going on would otherwise be later than everything.</summary>
    public string Expression(IndexedType type, string row, BodySql body, SqlText sql)
    {
        if (IsColumn) return sort.Code == "_id" ? $"{row}.id" : $"{row}.updated";
        var value = Value(type, row, sql);
        return body.Open(type, sort.Code, row, sql) is { } open && value != "NULL" ? $"(CASE WHEN {open} THEN {value} END)" : value;
    }

    private string Value(IndexedType type, string row, SqlText sql)
    {
        var parameter = type.Parameters[sort.Code];
        var pick = sort.IsDescending ? "max" : "min";
        return parameter.Type switch
        {
            // A row without a text only says that something is there.
            "string" => Of("index_string", "value", " AND s.value <> ''"),
            "date" or "number" => Of("index_" + parameter.Type, "low"),

            // Base units compare across units; what no UCUM unit measures is compared by its number.
            "quantity" => $"coalesce({Pick("index_quantity", "low", ParameterRows.Of("s", ParameterRows.SecondaryKeys(parameter), sql))}, {Of("index_quantity", "low")})",
            "reference" => Of("index_reference", "target_type || '/' || s.target", " AND s.target <> ''"),
            _ => "NULL",
        };

        string Of(string table, string column, string more = "") => Pick(table, column, ParameterRows.Of("s", parameter, sql), more);

        string Pick(string table, string column, string rows, string more = "") => $"(SELECT {pick}(s.{column}) FROM {table} s WHERE s.rid = {row}.rid AND {rows}{more})";
    }

    /// <summary>True for a key whose index is ordered by value: it is read once for all rows, not once for each.</summary>
    public bool IsReadOnce(IndexedType type) => !IsColumn && type.Parameters[sort.Code].Type is "token" or "uri";

    /// <summary>The index's rows for the row numbers of <c>c</c>, as one more part of a union; its other columns are empty.</summary>
    public string ReadOnce(IndexedType type, IReadOnlyList<SortKey> all, BodySql body, SqlText sql)
    {
        var open = body.Open(type, sort.Code, "o", sql);
        var known = open is null ? "" : $" AND EXISTS (SELECT 1 FROM resource o WHERE o.rid = s.rid AND {open})";
        var (table, column) = type.Parameters[sort.Code].Type == "token" ? ("index_token", "code") : ("index_uri", "value");
        var columns = string.Concat(all.Select(key => key.Name == Name ? $", s.{column}" : ", NULL"));
        return $"SELECT s.rid{columns} FROM {table} s WHERE {ParameterRows.Of("s", type.Parameters[sort.Code], sql)} AND s.{column} <> '' AND s.rid IN (SELECT c.rid FROM c){known}";
    }

    /// <summary>The one value of the key among those of a union.</summary>
    public string Pick(string row) => $"{(sort.IsDescending ? "max" : "min")}({row}.{Name}) AS {Name}";

    /// <summary>How rows are put in order by this key.</summary>
    public string Order(string row) => $"{row}.{Name}{(IsDescending ? " DESC" : "")}{(IsColumn ? "" : " NULLS LAST")}";

    /// <summary>That a row comes after a value of this key, or has the same value and comes after by what follows.</summary>
    public string After(string row, string? last, string type, string rest, SqlText sql)
    {
        var column = $"{row}.{Name}";
        if (last is null) return $"({column} IS NULL AND {rest})";
        var value = sql.Bind(Parse(last, type));
        var missing = IsColumn ? "" : $" OR {column} IS NULL";
        return $"({column} {(IsDescending ? "<" : ">")} {value}{missing} OR ({column} = {value} AND {rest}))";
    }

    /// <summary>The value of a row for a cursor.</summary>
    public static string? Read(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetValue(column) switch
    {
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        var value => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    /// <summary>The type of the parameter that is sorted by.</summary>
    public string ValueType(IndexedType type) => sort.Code switch
    {
        "_id" => "string",
        "_lastUpdated" => "date",
        _ => type.Parameters[sort.Code].Type,
    };

    private bool IsColumn => sort.Code is "_id" or "_lastUpdated";

    // Bound as what the column holds: the databases compare numbers with numbers only.
    public static object Parse(string text, string type) => type switch
    {
        "date" => long.Parse(text, CultureInfo.InvariantCulture),
        "number" or "quantity" => double.Parse(text, CultureInfo.InvariantCulture),
        _ => text,
    };
}
