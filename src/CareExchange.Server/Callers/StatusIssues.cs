using CareExchange.Fhir.Outcomes;

namespace CareExchange.Server.Callers;

/// <summary>What a bare status says in words, where the framework would answer without a body.</summary>
internal static class StatusIssues
{
    /// <summary>The issue that a status stands for.</summary>
    /// <param name="status">An HTTP status from 400 up.</param>
    /// <param name="requestId">The request's id, told where somebody has to look it up.</param>
    public static Issue Of(int status, string requestId) => status switch
    {
        StatusCodes.Status401Unauthorized => Issue.Error("login", "token-missing", "A valid access token is needed.", "유효한 접근 토큰이 필요합니다."),
        StatusCodes.Status403Forbidden => Issue.Error("forbidden", "access-refused", "This is not allowed.", "허용되지 않은 요청입니다."),
        StatusCodes.Status404NotFound => Issue.Error("not-found", "address-unknown", "There is nothing at this address.", "해당 주소에는 아무것도 없습니다."),
        StatusCodes.Status405MethodNotAllowed => Issue.Error("not-supported", "method-not-allowed", "The method is not allowed here.", "허용되지 않은 메서드입니다."),
        StatusCodes.Status413PayloadTooLarge => Issue.Error("too-long", "body-limit", "The body is larger than allowed.", "본문이 허용된 크기를 넘습니다."),
        StatusCodes.Status429TooManyRequests => Issue.Error("throttled", "rate-limit", "Too many requests; Retry-After says when to come again.", "요청이 너무 많습니다. Retry-After에 적힌 시간 뒤에 다시 보내십시오."),
        StatusCodes.Status431RequestHeaderFieldsTooLarge => Issue.Error("too-long", "header-limit", "The headers are longer than allowed.", "헤더가 허용된 크기를 넘습니다."),
        StatusCodes.Status503ServiceUnavailable => Issue.Error("transient", "database-unavailable", "The database cannot be used at the moment; try again later.", "지금은 데이터베이스를 사용할 수 없습니다. 잠시 후 다시 시도하십시오."),
        >= 500 => Issue.Error("exception", "internal", $"Something went wrong on our side; request id {requestId} leads to it.", $"내부 오류가 발생했습니다. 요청 번호 {requestId}로 확인할 수 있습니다."),
        _ => Issue.Error("invalid", "request-invalid", "The request cannot be understood.", "요청을 이해할 수 없습니다."),
    };
}
