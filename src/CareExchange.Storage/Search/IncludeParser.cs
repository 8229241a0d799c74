using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Search;

/// <summary>Values of <c>_include</c> and <c>_revinclude</c>.</summary>
internal sealed class IncludeParser(IndexCatalog catalog)
{
    private static readonly string[] Names = ["_include", "_revinclude", "_include:iterate", "_revinclude:iterate", "_include:recurse", "_revinclude:recurse"];

    /// <summary>True for a parameter that is read here. <c>:recurse</c> is what <c>:iterate</c> was called before R4.</summary>
    public static bool IsInclude(string name) => Names.Contains(name);

    /// <summary>Reads one.</summary>
    /// <returns>The include; or <c>search-include</c>, <c>resource-type-unknown</c>, <c>search-parameter-unknown</c>.</returns>
    public Outcome<SearchInclude> Parse(IReadOnlyList<IndexedType> types, string name, string value)
    {
        var isReverse = name.StartsWith("_rev", StringComparison.Ordinal);
        var iterates = name.Contains(':', StringComparison.Ordinal);
        if (value == "*") return new SearchInclude(isReverse, null, null, null, iterates);
        if (value.Split(':') is not [var source, var code, .. var rest] || rest.Length > 1) return SearchIssues.MalformedInclude(value);
        if (catalog.Find(source) is not { } type) return SearchIssues.UnknownType(source);
        var target = rest is [{ Length: > 0 } only] ? only : null;
        if (target is not null && catalog.Find(target) is null) return SearchIssues.UnknownType(target);
        if (code == "*") return new SearchInclude(isReverse, source, null, target, iterates);
        if (type.Parameters.GetValueOrDefault(code) is not { } parameter) return SearchIssues.UnknownParameter(type, code);

        // Without iterate only matches are followed: a source that cannot be one is a mistake worth telling.
        var isOff = parameter.Type != "reference" || (!iterates && !isReverse && types.All(searched => searched.Name != source));
        return isOff ? SearchIssues.MalformedInclude(value) : new SearchInclude(isReverse, source, code, target, iterates);
    }
}
