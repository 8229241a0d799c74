using System.Globalization;
using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Exchange.Requests;
using CareExchange.Storage.Audit;

namespace CareExchange.Exchange.Reading;

/// <summary>Says a record of the trail in words: the same sentence for staff, the person and whoever audits.</summary>
public static class LookWords
{
    /// <summary>What was done, such as "shared plan".</summary>
    public static Phrase Action(string code) => code switch
    {
        "plan-read" => new("공유 계획", "Shared plan"),
        "plan-printed" => new("공유 계획 인쇄", "Shared plan, printed"),
        "read" or "vread" => new("자료 한 건", "One record"),
        "history-instance" => new("자료의 이력", "History of a record"),
        "history-type" or "history-system" => new("여러 자료의 이력", "History of records"),
        "search-type" => new("검색", "Search"),
        "person-list" => new("대상자 목록", "List of persons"),
        "export" => new("내보내기", "Export"),
        "operation" => new("조회 연산", "Operation"),
        "import" => new("일괄 적재", "Bulk load"),
        "message" => new("기관이 보낸 자료", "Message of a partner"),
        "message-sent" => new("기관에 보낸 자료", "Message to a partner"),
        "push-retried" => new("보내지 못한 자료 다시 보내기", "Message tried again"),
        "match-reviewed" => new("대상자 일치 확인", "Review of a doubtful match"),
        "match-decided" => new("대상자 일치 결정", "Doubtful match decided"),
        "emergency-access" => new("긴급 열람", "Emergency access"),
        "create" => new("자료 등록", "Record added"),
        "update" or "patch" => new("자료 변경", "Record changed"),
        "delete" => new("자료 삭제", "Record deleted"),
        "transaction" or "batch" => new("묶음 처리", "Bundle"),
        "access-log-read" => new("누가 보았나", "Who looked"),
        "ledger-read" => new("제공 대장", "Ledger"),
        "review" => new("접속기록 점검", "Review of access records"),
        "question" => new("열람 문의", "Question about a look"),
        "consent-given" => new("동의", "Consent given"),
        "consent-withdrawn" => new("동의 철회", "Consent withdrawn"),
        "notice-sent" => new("알림 발송", "Notice sent"),
        "consent-unclear" => new("해석할 수 없는 동의", "Consent that cannot be read"),
        "consent-reapplied" => new("복원 뒤 동의 반영", "Consent brought up to date after a restore"),
        "restored" => new("백업 복원", "Backup restored"),
        "audit-verified" => new("접속기록 검증", "Audit trail verified"),
        "sign-in" => new("로그인", "Sign-in"),
        "sign-out" => new("로그아웃", "Sign-out"),
        "token" => new("접근 토큰", "Access token"),
        AuditQuery.Received => new("기관이 보낸 접속기록", "Access record of a partner's own system"),
        "registration" => new("계정·권한 변경", "Account or role changed"),
        _ => new(code, code),
    };

    /// <summary>Which items were touched.</summary>
    public static Phrase Items(IEnumerable<string> types) => LedgerWords.Items(types);

    /// <summary>Purpose and basis, each once.</summary>
    public static Phrase Reason(AuditFact fact)
    {
        string[] korean = [.. ((string?[])[fact.Purpose?.Korean, .. fact.Grounds.Select(ground => ground.Article is { } article ? $"{ground.Korean} ({article})" : ground.Korean)]).OfType<string>().Distinct(StringComparer.Ordinal)];
        string[] english = [.. ((string?[])[fact.Purpose?.English, .. fact.Grounds.Select(ground => ground.Article is { } article ? $"{ground.English} ({article})" : ground.English)]).OfType<string>().Distinct(StringComparer.Ordinal)];
        return korean.Length == 0 ? new("-", "-") : new(string.Join(" · ", korean), string.Join(" · ", english));
    }

    /// <summary>Who did what when, for which purpose and on which ground, in one sentence.</summary>
    public static Phrase Sentence(AuditFact fact)
    {
        var when = CivilTime.Here.At(fact.When).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        var (action, items, reason) = (Action(fact.Action), fact.Types.Count == 0 ? null : Items(fact.Types), Reason(fact));
        var (what, whatEnglish) = items is null ? (action.Korean, action.English) : ($"{action.Korean}({items.Korean})", $"{action.English} ({items.English})");
        var (who, whoEnglish) = fact.IsOnBehalf ? ($"{fact.Organization} {fact.Who}(본인을 대신하여)", $"{fact.Who} of {fact.Organization}, acting for the person") : ($"{fact.Organization} {fact.Who}", $"{fact.Who} of {fact.Organization}");
        return fact.Permitted
            ? new($"{who}: {when}, {what}. 목적·근거: {reason.Korean}.", $"{whoEnglish}, {when}: {whatEnglish}. Purpose and basis: {reason.English}.")
            : new($"{who}: {when}, {what} — 거절되었습니다.", $"{whoEnglish}, {when}: {whatEnglish}, which was refused.");
    }
}
