using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Reading;

internal static class ReadingIssues
{
    public static Issue TrailNotYours => AuditEventIssues.NotYours;

    public static Issue QuestionText =>
        Issue.Error("required", "question-text", "A question or answer has 1 to 1,000 characters.", "물음과 답은 1자에서 1,000자까지입니다.") with { Expected = "1 to 1,000 characters" };

    public static Issue QuestionUnknown =>
        Issue.Error("not-found", "question-unknown", "There is no such look or question.", "해당 열람이나 물음이 없습니다.");

    public static Issue LedgerPeriod =>
        Issue.Error("value", "ledger-period", "The period must have 1 to 366 days.", "기간은 1일부터 366일까지입니다.") with { Expected = "1 to 366 days" };

    public static Issue ReviewNotOver =>
        Issue.Error("business-rule", "review-not-over", "A month is signed when it is over.", "끝난 달만 점검 서명을 할 수 있습니다.");

    public static Issue ReviewSigned =>
        Issue.Error("conflict", "review-signed", "This month was signed already.", "이미 서명된 달입니다.");

    /// <summary>Unknown person and forbidden person: one answer, because the difference would tell that the person is here.</summary>
    public static Issue NotVisible =>
        Issue.Error("not-found", "person-not-visible", "There is no such person, or you may not see this person.", "해당 대상자가 없거나 볼 수 있는 권한이 없습니다.");
}
