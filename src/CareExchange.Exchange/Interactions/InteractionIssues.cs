using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Interactions;

/// <summary>The refusals that interactions share.</summary>
internal static class InteractionIssues
{
    /// <summary>Unknown and withheld are told in the same words: the difference would betray that there is something.</summary>
    public static Issue NotFound(string type, string id) =>
        Issue.Error("not-found", "resource-unknown", "There is no such resource.", "해당 자원을 찾을 수 없습니다.") with { Found = Named(type, id) };

    public static Issue Gone(string type, string id) =>
        Issue.Error("deleted", "resource-deleted", "The resource was deleted.", "삭제된 자원입니다.") with { Found = $"{type}/{id}" };

    /// <summary>Only for whoever holds a page link of their own, and so saw the pages before it.</summary>
    public static Issue ConsentWithdrawn() =>
        Issue.Error("forbidden", "consent-withdrawn", "The consent that opened these pages was withdrawn.", "이 페이지를 열었던 동의가 철회되었습니다.");

    /// <summary>The rule of <see cref="NotYours"/>.</summary>
    public const string OfAnother = "resource-of-another";

    public static Issue NotYours(string type, string id) =>
        Issue.Error("forbidden", OfAnother, "Only the organisation that contributed a resource may change it.", "자원을 제공한 기관만 변경할 수 있습니다.") with { Found = $"{type}/{id}" };

    /// <summary>The rule of <see cref="OutsideScope"/>.</summary>
    public const string BeyondScope = "scope-query";

    /// <summary>True where a write was refused because what stands is not the requester's to change: whoever may not know of it is told what is told of nothing.</summary>
    public static bool TellsOfWhatStands(IReadOnlyList<Issue> refusal) => refusal is [{ Rule: OfAnother or BeyondScope }];

    public static Issue OutsideScope(string type, string id) =>
        Issue.Error("forbidden", BeyondScope, "The token's scope ends at a query that this resource does not meet.", "토큰의 권한이 정한 조건에 맞지 않는 자원입니다.") with { Found = $"{type}/{id}" };

    public static Issue MultipleMatches(string query, int limit) =>
        Issue.Error("multiple-matches", "multiple-matches", "The condition matches more resources than may be meant.", "조건에 맞는 자원이 허용된 수보다 많습니다.") with { Expected = limit == 1 ? "at most one match" : $"at most {limit} matches", Found = query };

    // What stands where an id should may be a name or a number of somebody: only ids are repeated (R4 datatypes.html#id), and none that reads like a resident number.
    private static string Named(string type, string id) =>
        id.Length <= 64 && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.') && id.Count(char.IsAsciiDigit) != 13 ? $"{type}/{id}" : type;

    public static Issue IncludesCut() =>
        Issue.Warning("incomplete", "include-limit", "More resources would come along with this page than are allowed.", "이 페이지에 함께 포함될 자원이 허용된 수를 넘습니다.") with { Expected = $"at most {SearchInclude.MaximumIncluded}; ask for smaller pages" };

    public static Issue LinkedCondition() =>
        Issue.Error("not-supported", "search-condition", "A condition asks about the resource itself, not through references.", "조건에는 참조를 거치는 검색을 쓸 수 없습니다.") with { Expected = "search parameters without chains and _has" };

    public static Issue NothingMatches(string type) =>
        Issue.Error("not-found", "resource-unknown", "The condition matches nothing.", "조건에 맞는 자원이 없습니다.") with { Found = type };

    public static Issue IdDiffers(string type, string id) =>
        Issue.Error("invalid", "resource-id", "The body's id is not that of the resource the condition finds.", "본문의 id가 조건에 맞는 자원의 id와 다릅니다.") with { Expression = $"{type}.id", Found = id };

    public static Issue UnknownType(string type) =>
        Issue.Error("not-supported", "type-unknown", "The resource type is not known.", "지원하지 않는 자원 종류입니다.") with { Found = type };

    public static Issue UnresolvedReference(string path, string reference) =>
        Issue.Error("not-found", "reference-unresolved", "The reference points at nothing in the Bundle or the store.", "참조 대상이 묶음이나 저장소에 없습니다.") with { Expression = path, Found = reference };
}
