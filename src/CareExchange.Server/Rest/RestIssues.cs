using CareExchange.Fhir.Outcomes;

namespace CareExchange.Server.Rest;

/// <summary>The refusals of the door itself.</summary>
internal static class RestIssues
{
    public static Issue NotAcceptable() =>
        Issue.Error("not-supported", "not-acceptable", "Only FHIR JSON and FHIR XML are answered.", "FHIR JSON과 FHIR XML로만 응답할 수 있습니다.") with { Expected = FhirMedia.Both };

    public static Issue MediaType(string? found) =>
        Issue.Error("not-supported", "media-type", "Only FHIR JSON and FHIR XML are read.", "FHIR JSON과 FHIR XML만 읽을 수 있습니다.") with { Expected = FhirMedia.Both, Found = found };

    public static Issue NoForm(string? found) =>
        Issue.Error("not-supported", "media-type", "Only a form is read here.", "이 주소에서는 form 본문만 읽을 수 있습니다.") with { Expected = FhirMedia.Form, Found = found };

    public static Issue TooManyWaiting(int most) =>
        Issue.Error("throttled", "requests-waiting", "Too many requests of yours are waiting for their answers.", "대기 중인 요청이 너무 많습니다. 먼저 보낸 요청이 끝난 뒤 다시 보내십시오.") with { Expected = $"at most {most}" };

    public static Issue TypeUnknown(string type) =>
        Issue.Error("not-found", "type-unknown", "The resource type is not known.", "지원하지 않는 자원 종류입니다.") with { Found = type };

    /// <summary>R4 search.html#summary: what comes along has nothing to do with a narrative alone.</summary>
    public static Issue TextWithIncludes() =>
        Issue.Error("value", "search-value", "'_summary=text' cannot be asked together with '_include' or '_revinclude'.", "'_summary=text'는 '_include', '_revinclude'와 함께 쓸 수 없습니다.") with { Expression = "http._summary", Expected = "false, true, data, count" };

    /// <summary>R4 search.html#summary: a count is of matches, and a history has none.</summary>
    public static Issue CountOfHistory() =>
        Issue.Error("value", "search-value", "'_summary=count' counts the matches of a search; a history has none.", "'_summary=count'는 검색에서만 쓸 수 있습니다. 이력에는 쓸 수 없습니다.") with { Expression = "http._summary", Expected = "false, true, text, data" };

    public static Issue OperationUnknown(string name) =>
        Issue.Error("not-found", "operation-unknown", "There is no such operation here.", "해당 주소에 그런 연산이 없습니다.") with { Found = name };
}
