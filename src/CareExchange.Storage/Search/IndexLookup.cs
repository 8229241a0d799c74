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
        criterion = AsIndexed(criterion, parameter, catalog);
        return criterion.Type switch
        {
            "composite" => [.. criterion.Values.SelectMany(value => parameter.Composites.Where(composite => composite.Folded.Count == 0).Select(composite => Composite(composite, value)))],
            "special" => [.. criterion.Values.Select(value => new IndexLookup(IndexTables.Composite.Name, parameter.Key, value, false, (alias, sql) => ValueSql.Near(value.Circle!, alias, sql)))],
            _ => [.. criterion.Values.SelectMany(value => Simple(criterion, parameter, value))],
        };
    }

    /// <summary>As what, and under which numbers, a value of a criterion is looked for; of rows that are others' as well, only those that lead to the target.</summary>
    public static IEnumerable<(string Type, int Key, SearchValue Value, string? Target)> Places(SearchCriterion criterion, IndexedParameter parameter, SearchValue value)
    {
        if (parameter.Narrowed is { } target && criterion.Modifier != "identifier") return Narrowed(criterion, parameter, value, target);
        var (type, keys) = (criterion.Type, criterion.Modifier) switch
        {
            ("token", "text") => ("string", ParameterRows.SecondaryKeys(parameter)),
            ("token", "of-type") => ("token", ParameterRows.TypedKeys(parameter)),
            ("reference", "identifier") => ("token", ParameterRows.SecondaryKeys(parameter)),
            (var own, _) => (own, value.Canonical is not null || value.IsInitials ? ParameterRows.SecondaryKeys(parameter) : ParameterRows.Keys(parameter)),
        };
        return keys.Select(key => (type, key, value, (string?)null));
    }

    /// <summary>The criterion with its values as the index holds them: how somebody can be reached stands there as keyed hashes.</summary>
    public static SearchCriterion AsIndexed(SearchCriterion criterion, IndexedParameter parameter, IndexCatalog catalog) =>
        parameter.IsContact && criterion.Modifier is null or "not" or "unequal" ? criterion with { Values = [.. criterion.Values.Select(value => Hashed(value, catalog))] } : criterion;

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

    private static IEnumerable<IndexLookup> Simple(SearchCriterion criterion, IndexedParameter parameter, SearchValue value) =>
        Places(criterion, parameter, value).Select(place => Look(criterion, place.Type, place.Key, place.Value, place.Target));

    // A relative reference stands among the rows of the whole parameter, anything else under the number of its own.
    private static IEnumerable<(string Type, int Key, SearchValue Value, string? Target)> Narrowed(SearchCriterion criterion, IndexedParameter parameter, SearchValue value, string target)
    {
        var isUnequal = criterion.Modifier == "unequal";
        var isRelative = value.System is null || value.System == target;
        if (isRelative || isUnequal)
        {
            foreach (var key in ParameterRows.Keys(parameter)) yield return ("reference", key, isRelative ? value with { System = target } : value, isUnequal ? target : null);
        }

        if (!isRelative || isUnequal) yield return ("reference", parameter.Key, value, null);
    }

    private static IndexLookup Look(SearchCriterion criterion, string type, int key, SearchValue value, string? target)
    {
        var isUnequal = criterion.Modifier == "unequal";
        var isExact = value is { Codes: null, Text.Length: > 0 } && (type is "token" or "reference" or "uri") && criterion.Modifier is not ("unequal" or "starts" or "contains" or "ends" or "below" or "above");
        return new(ValueColumns.Table(type).Name, key, value, isExact, (alias, sql) =>
        {
            var condition = ValueSql.Condition(type, criterion.Modifier, value, ValueColumns.Of(type, alias), sql);
            if (isUnequal) condition = $"NOT ({condition})";
            return target is null ? condition : $"{alias}.target_type = {sql.Bind(target)} AND {condition}";
        });
    }
}
