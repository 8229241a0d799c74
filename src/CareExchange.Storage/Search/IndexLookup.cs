using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Search;

/// <summary>One look into an index table: one alternative of a criterion.</summary>
/// <param name="Table">The table.</param>
/// <param name="Parameter">The number that is looked under.</param>
/// <param name="Value">What is looked for.</param>
/// <param name="IsExact">True where one text is looked for: the rows of a table ordered by value then lie in the order of row numbers.</param>
/// <param name="Condition">What must hold of a row, beside its number, under an alias.</param>
internal sealed record IndexLookup(string Table, int Parameter, SearchValue Value, bool IsExact, Func<string, SqlText, string> Condition)
{
    /// <summary>True where a scan gives row numbers in their order: one code, or one target.</summary>
    public bool IsOrdered => IsExact && (Table == IndexTables.Token.Name || Table == IndexTables.Reference.Name);

    /// <summary>True where one step finds out whether a given resource has such a row.</summary>
    public bool IsByRow => IsExact || IndexTables.ByResource.Any(table => table.Name == Table);

    /// <summary>All looks of a criterion.</summary>
    /// <param name="criterion">The criterion.</param>
    /// <param name="type">The type it is asked of.</param>
    /// <param name="catalog">Tells what the index holds of how somebody can be reached.</param>
    public static IReadOnlyList<IndexLookup> Of(SearchCriterion criterion, IndexedType type, IndexCatalog catalog)
    {
        var parameter = type.Parameters[criterion.Code];
        if (parameter.IsContact && criterion.Modifier is null or "not" or "unequal") criterion = criterion with { Values = [.. criterion.Values.Select(value => Hashed(value, catalog))] };
        return criterion.Type switch
        {
            "composite" => [.. criterion.Values.SelectMany(value => parameter.Composites.Select(composite => Composite(composite, value)))],
            "special" => [.. criterion.Values.Select(value => new IndexLookup(IndexTables.Composite.Name, parameter.Key, value, false, (alias, sql) => ValueSql.Near(value.Circle!, alias, sql)))],
            _ => [.. criterion.Values.Select(value => Simple(criterion, parameter, value))],
        };
    }

    private static SearchValue Hashed(SearchValue value, IndexCatalog catalog)
    {
        if (value.Text.Length == 0 || value.Codes is not null) return value;
        return catalog.Contacts(value.Text) is var hashes && hashes.Count == 1 ? value with { Text = hashes[0] } : value with { Codes = hashes };
    }

    private static IndexLookup Composite(IndexedComposite composite, SearchValue value) => new(
        IndexTables.Composite.Name,
        value.Parts[1].Canonical is null ? composite.Key : composite.CanonicalKey,
        value,
        false,
        (alias, sql) => ValueSql.Composite(composite, value, alias, sql));

    private static IndexLookup Simple(SearchCriterion criterion, IndexedParameter parameter, SearchValue value)
    {
        var (type, key) = (criterion.Type, criterion.Modifier) switch
        {
            ("token", "text") => ("string", parameter.SecondaryKey),
            ("token", "of-type") => ("token", parameter.TypedKey),
            ("reference", "identifier") => ("token", parameter.SecondaryKey),
            (var own, _) => (own, value.Canonical is not null || value.IsInitials ? parameter.SecondaryKey : parameter.Key),
        };
        var isUnequal = criterion.Modifier == "unequal";
        var isExact = value is { Codes: null, Text.Length: > 0 } && (type is "token" or "reference" or "uri") && criterion.Modifier is not ("unequal" or "starts" or "contains" or "ends" or "below" or "above");
        return new(ValueColumns.Table(type).Name, key, value, isExact, (alias, sql) =>
        {
            var condition = ValueSql.Condition(type, criterion.Modifier, value, ValueColumns.Of(type, alias), sql);
            return isUnequal ? $"NOT ({condition})" : condition;
        });
    }
}
