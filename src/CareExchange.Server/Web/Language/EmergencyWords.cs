using CareExchange.Exchange.CarePlans.Lines;

namespace CareExchange.Server.Web.Language;

internal static class EmergencyWords
{
    public static readonly Phrase End = new("긴급 열람 끝내기", "End emergency access");
    public static readonly Phrase OpenNow = new("지금 열려 있는 긴급 열람", "Emergency access open now");
    public static readonly Phrase Ended = new("긴급 열람을 끝냈습니다. 검토는 그대로 이루어집니다.", "The emergency access is ended. It will be reviewed all the same.");

    public static Phrase EndedBy(string code) => code switch
    {
        "person" => new("본인이 끝냄", "Ended by the person"),
        "representative" => new("대리인이 끝냄", "Ended by a representative"),
        "privacy-officer" => new("개인정보 보호책임자가 끝냄", "Ended by the privacy officer"),
        _ => new("열람자가 끝냄", "Ended by who took it"),
    };

    public static readonly Phrase Title = new("긴급 열람", "Emergency access");
    public static readonly Phrase Back = new("대상자 목록으로", "Back to the list of persons");
    public static readonly Phrase Lead = new(
        "생명·신체가 위급하여 동의를 받을 수 없을 때만 사용합니다. 한 사람의 기록이 한 시간 동안 열리고, 본인과 개인정보 보호책임자에게 바로 알리며, 사후에 검토합니다.",
        "Only where life or body is at risk and the person cannot be asked. One person's record opens for an hour; the person and the privacy officer are told at once, and it is reviewed.");
    public static readonly Phrase Person = new("대상자 번호(Patient id)", "The person's number (Patient id)");
    public static readonly Phrase Reason = new("사유(10자 이상)", "Reason (10 characters at least)");
    public static readonly Phrase Confirm = new("위급한 상황임을 확인했습니다.", "I have made sure that this is an emergency.");
    public static readonly Phrase Submit = new("긴급 열람 시작", "Open the record");
    public static readonly Phrase PersonMissing = new("등록된 대상자 번호를 입력해 주세요.", "Please enter the number of a person who is known here.");
    public static readonly Phrase ReasonMissing = new("사유를 10자 이상 적어 주세요.", "Please write a reason of 10 characters at least.");
    public static readonly Phrase ConfirmMissing = new("확인란에 표시해 주세요.", "Please tick the box.");
}
