using CareExchange.Exchange.CarePlans.Lines;

namespace CareExchange.Server.Web.Language;

internal static class WithdrawalWords
{
    public static readonly Phrase Title = new("동의 철회", "Withdraw a consent");
    public static readonly Phrase Lead = new(
        "철회하면 바로 다음 열람부터 이 동의로 볼 수 있던 내용이 보이지 않습니다. 이미 내보낸 것은 되돌릴 수 없습니다.",
        "From the very next look, nothing is shown on the ground of this consent. What has already left cannot be called back.");
    public static readonly Phrase Reason = new("철회하는 까닭", "Why it is withdrawn");
    public static readonly Phrase Parts = new("무엇을 철회하나", "What is withdrawn");
    public static readonly Phrase PartsHint = new("아무것도 고르지 않으면 이 동의 전체를 철회합니다.", "Where nothing is ticked the whole consent is withdrawn.");
    public static readonly Phrase Confirm = new("철회를 확인했습니다. 되돌리려면 새 동의를 받아야 합니다.", "I have checked this. Undoing it needs a new consent.");
    public static readonly Phrase Submit = new("동의 철회", "Withdraw the consent");
    public static readonly Phrase Done = new("동의를 철회했습니다. 지금부터 적용됩니다.", "The consent is withdrawn, with effect from now.");
    public static readonly Phrase ReasonMissing = new("철회하는 까닭을 골라 주세요.", "Please choose why it is withdrawn.");
    public static readonly Phrase ConfirmMissing = new("확인란에 표시해 주세요.", "Please tick the box.");
    public static readonly Phrase ErrorSummary = new("고칠 곳이 있습니다", "Please correct");

    public static Phrase ReasonText(string code) => code switch
    {
        "person-request" => new("대상자 본인이 원함", "The person asks for it"),
        "representative-request" => new("대리인(가족·후견인)이 원함", "A representative (family, guardian) asks for it"),
        "purpose-ended" => new("목적이 끝남", "Its purpose has ended"),
        _ => new(code),
    };
}
