using System.Globalization;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Search;

/// <summary>What a query may not say, and what it could say instead.</summary>
internal static class SearchIssues
{
    public static Issue UnknownType(string type) =>
        Issue.Error("not-supported", "resource-type-unknown", $"There is no resource type '{type}'.", $"'{type}' 리소스 유형은 없습니다.");

    public static Issue UnknownParameter(IndexedType type, string name) => type.Building.Contains(name) ? Building(type, name) :
        Issue.Error(
            "not-supported",
            "search-parameter-unknown",
            type.NotIndexed.Contains(name) ? $"The search parameter '{name}' of {type.Name} is not supported yet." : $"{type.Name} has no search parameter '{name}'.",
            type.NotIndexed.Contains(name) ? $"{type.Name}의 검색 매개변수 '{name}'은(는) 아직 지원하지 않습니다." : $"{type.Name}에는 검색 매개변수 '{name}'이(가) 없습니다.") with
        {
            Expected = string.Join(", ", SearchQueryParser.Control.Concat(["_content", "_elements", "_filter", "_has", "_id", "_lastUpdated", "_list", "_summary", "_text"]).Concat(type.Parameters.Keys).Order(StringComparer.Ordinal)),
            Found = name,
        };

    public static Issue Contained(string found) =>
        Issue.Error("not-supported", "search-parameter-unknown", "Contained resources are no matches of their own.", "포함된(contained) 자원만 따로 검색할 수는 없습니다.") with { Expression = "http._contained", Expected = "false", Found = found };

    public static Issue TooMany(string name, int most) =>
        Issue.Error("too-costly", "search-too-many", "The query has too many conditions.", "검색 조건이 너무 많습니다.") with { Expression = $"http.{name}", Expected = $"at most {most}" };

    /// <summary>The parameter is known, but not everything that is stored is indexed by it yet: an answer would be a part of the truth.</summary>
    public static Issue Building(IndexedType type, string name)
    {
        var found = type.Progress() is { Total: > 0 } progress ? string.Create(CultureInfo.InvariantCulture, $"{progress.Done} / {progress.Total}") : null;
        return Issue.Error(
            "not-supported",
            "search-parameter-building",
            found is null ? $"The index of the search parameter '{name}' of {type.Name} is about to be built." : $"The index of the search parameter '{name}' of {type.Name} is being built: {found} resources.",
            found is null ? $"{type.Name}의 검색 매개변수 '{name}'의 색인을 곧 만들기 시작합니다." : $"{type.Name}의 검색 매개변수 '{name}'의 색인을 만들고 있습니다: {found}건.") with
        {
            Expected = "the same search once the index is complete", Found = found ?? name,
        };
    }

    public static Issue UnknownSort(IndexedType type, string code) => type.Building.Contains(code) ? Building(type, code) :
        Issue.Error("not-supported", "search-parameter-unknown", $"{type.Name} cannot be sorted by '{code}'.", $"{type.Name}은(는) '{code}'(으)로 정렬할 수 없습니다.") with
        {
            Expected = string.Join(", ", type.Parameters.Keys.Where(name => SortParser.CanSort(type, name)).Concat(["_id", "_lastUpdated"]).Order(StringComparer.Ordinal)), Found = code,
        };

    /// <summary>What was left out of a lenient search, as a warning beside the matches.</summary>
    public static Issue Ignored(string name, Issue issue) =>
        Issue.Warning(issue.Code, "search-ignored", $"'{name}' was ignored. {issue.English}", $"'{name}'을(를) 무시했습니다. {issue.Korean}") with
        {
            Expression = "http." + name, Expected = issue.Expected, Found = issue.Found,
        };

    public static Issue UnknownHistoryParameter(string name, IEnumerable<string> known) =>
        Issue.Error("not-supported", "search-parameter-unknown", $"A history has no parameter '{name}'.", $"이력 조회에는 매개변수 '{name}'이(가) 없습니다.") with { Expected = string.Join(", ", known), Found = name };

    public static Issue UnknownCompartment(string type, IEnumerable<string> known) =>
        Issue.Error("not-supported", "search-compartment", $"There is no compartment of type '{type}'.", $"'{type}' 구획은 없습니다.") with { Expected = string.Join(", ", known.Distinct()), Found = type };

    public static Issue NotInCompartment(string compartment, string type, IEnumerable<string> members) =>
        Issue.Error("not-supported", "search-compartment", $"{type} is not in the {compartment} compartment.", $"{type}은(는) {compartment} 구획에 속하지 않습니다.") with
        {
            Expected = string.Join(", ", members), Found = type,
        };

    public static Issue Chain(string name, bool isTooLong) =>
        Issue.Error(
            "not-supported",
            "search-chain",
            isTooLong ? "The chain is longer than allowed, or leads to too many types." : "Only reference parameters can be followed.",
            isTooLong ? "연쇄 검색이 너무 길거나 너무 많은 유형으로 이어집니다." : "참조형 매개변수만 연쇄 검색에 쓸 수 있습니다.") with
        {
            Expected = isTooLong ? $"at most {SearchLink.MaximumDepth} references, with a type where there are many targets" : "a parameter of type reference",
            Found = name,
        };

    public static Issue MalformedHas(string name) =>
        Issue.Error("value", "search-chain", "The reverse chain cannot be understood.", "_has 검색식을 이해할 수 없습니다.") with { Expected = "_has:Type:reference:parameter", Found = name };

    public static Issue MalformedInclude(string name) =>
        Issue.Error("value", "search-include", "The include cannot be understood.", "포함(include) 검색식을 이해할 수 없습니다.") with
        {
            Expected = "*, Type:* or Type:reference[:Target] with a reference parameter of the type; after _revinclude a type that refers to the one searched",
            Found = name,
        };

    public static Issue UnknownModifier(string code, string modifier, IReadOnlyList<string> supported) =>
        Issue.Error(
            "not-supported",
            "search-modifier-unknown",
            $"The search parameter '{code}' does not take the modifier ':{modifier}'.",
            $"검색 매개변수 '{code}'에는 수식어 ':{modifier}'을(를) 쓸 수 없습니다.") with
        {
            Expected = supported.Count == 0 ? "no modifier" : string.Join(", ", supported.Select(name => ":" + name)), Found = modifier,
        };

    // The value itself may be an identifier of a person, so it is not repeated.
    public static Issue MalformedValue(string name, string expected) =>
        Issue.Error("value", "search-value", $"The value of '{name}' cannot be understood.", $"'{name}'의 값을 이해할 수 없습니다.") with
        {
            Expression = "http." + name, Expected = expected,
        };

    public static Issue ValueSet(string valueSet, string why) =>
        Issue.Error("not-supported", "search-value-set", $"The value set cannot be searched by: {why}.".Replace("..", ".", StringComparison.Ordinal), "이 값 집합으로는 검색할 수 없습니다.") with
        {
            Expected = $"a value set of at most {TerminologyCodes.MaximumCodes} codes that this server can list", Found = valueSet,
        };

    public static Issue CodeSystem(string system, string why) =>
        Issue.Error("not-supported", "search-code-system", $"The code cannot be searched above or below. {why}", "이 코드의 상위·하위 검색을 할 수 없습니다.") with
        {
            Expected = "system|code of a code system that this server has", Found = system,
        };

    public static Issue Filter(string why, int position) =>
        Issue.Error("value", "search-filter", $"The filter cannot be understood at character {position + 1}: {why}.", $"필터의 {position + 1}번째 글자를 이해할 수 없습니다.") with
        {
            Expression = "http._filter", Expected = "parameter operator value, joined by and, or, not and parentheses (R4 search_filter.html)",
        };

    public static Issue UnknownOperator(string code, string operation, IReadOnlyList<string> supported) =>
        Issue.Error("not-supported", "search-modifier-unknown", $"'{code}' cannot be compared by '{operation}' in a filter.", $"필터에서 '{code}'은(는) '{operation}'(으)로 비교할 수 없습니다.") with
        {
            Expected = string.Join(", ", supported), Found = operation,
        };

    public static Issue CursorInvalid() =>
        Issue.Error("security", "cursor-invalid", "The page link was not made for this requester and search.", "이 요청자와 검색을 위해 만들어진 페이지 링크가 아닙니다.");

    public static Issue CursorNotAlone() =>
        Issue.Error("value", "cursor-not-alone", "_cursor carries the whole search and must stand alone.", "_cursor는 검색 전체를 담고 있으므로 단독으로 써야 합니다.");

    public static Issue Repeated(string name) =>
        Issue.Error("value", "search-repeated", $"'{name}' may be given once only.", $"'{name}'은(는) 한 번만 쓸 수 있습니다.");
}
