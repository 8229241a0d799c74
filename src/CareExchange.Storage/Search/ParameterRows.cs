using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Search;

/// <summary>Which rows of an index table are a parameter's: those under its number, or those of the parameters that it is asked as.</summary>
internal static class ParameterRows
{
    /// <summary>The numbers that its values stand under.</summary>
    public static IReadOnlyList<int> Keys(IndexedParameter parameter) => parameter.Sources.Count == 0 ? [parameter.Key] : [.. parameter.Sources.Select(source => source.Key)];

    /// <summary>The numbers of what else is asked of it (<see cref="IndexedParameter.SecondaryKey"/>).</summary>
    public static IReadOnlyList<int> SecondaryKeys(IndexedParameter parameter) =>
        parameter.HasRows ? [parameter.SecondaryKey] : [.. parameter.Sources.Select(source => source.SecondaryKey)];

    /// <summary>The numbers of its tokens by type and value.</summary>
    public static IReadOnlyList<int> TypedKeys(IndexedParameter parameter) => parameter.HasRows ? [parameter.TypedKey] : [.. parameter.Sources.Select(source => source.TypedKey)];

    /// <summary>That a row is one of these numbers'.</summary>
    public static string Of(string alias, IReadOnlyList<int> keys, SqlText sql) =>
        keys is [var only] ? $"{alias}.param = {sql.Bind(only)}" : $"{alias}.param IN ({string.Join(", ", keys.Select(key => sql.Bind(key)))})";

    /// <summary>That a row is one of the parameter's values.</summary>
    public static string Of(string alias, IndexedParameter parameter, SqlText sql) => parameter.Narrowed is { } target
        ? $"({Of(alias, [parameter.Key], sql)} OR {Of(alias, Keys(parameter), sql)} AND {alias}.target_type = {sql.Bind(target)})"
        : Of(alias, Keys(parameter), sql);

    /// <summary>That a row of <c>index_reference</c> is a parameter's reference to a resource of a type.</summary>
    public static IEnumerable<string> Reference(string alias, IndexedParameter parameter, string target, SqlText sql)
    {
        yield return Of(alias, Keys(parameter), sql);
        yield return $"{alias}.target_type = {sql.Bind(target)}";
        if (parameter.Narrowed is { } narrowed && narrowed != target) yield return "1 = 0";
    }
}
