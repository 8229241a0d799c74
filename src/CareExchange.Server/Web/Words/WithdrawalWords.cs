using CareExchange.Exchange.CarePlans.Lines;

namespace CareExchange.Server.Web.Words;

internal static class WithdrawalWords
{
    public static readonly Phrase Title = new("동의 철회", "Withdraw a consent");
    public static readonly Phrase BackText = new("공유 계획으로", "Back to the plan");
    public static readonly Phrase Lead = new(
        "철회하면 바로 다음 열람부터 이 동의로 볼 수 있던 내용이 보이지 않습니다. 이미 내보낸 것은 되돌릴 수 없습니다.",
        "From the very next look, nothing is shown on the ground of this consent. What has already left cannot be called back.");
    public static readonly Phrase Reason = new("철회하는 까닭", "Why it is withdrawn");
    public static readonly Phrase ReasonHint = new("대상자가 말한 대로 적어 주세요. 500자까지.", "In the person's own words, up to 500 characters.");
    public static readonly Phrase AskedBy = new("누가 철회를 원했나", "Who asks for it");
    public static readonly Phrase AskedByPerson = new("대상자 본인", "The person");
    public static readonly Phrase AskedByRepresentative = new("대리인 (가족·후견인)", "A representative (family, guardian)");
    public static readonly Phrase Confirm = new("철회를 확인했습니다. 되돌리려면 새 동의를 받아야 합니다.", "I have checked this. Undoing it needs a new consent.");
    public static readonly Phrase Submit = new("동의 철회", "Withdraw the consent");
    public static readonly Phrase Done = new("동의를 철회했습니다. 지금부터 적용됩니다.", "The consent is withdrawn, with effect from now.");
    public static readonly Phrase ReasonMissing = new("철회하는 까닭을 적어 주세요.", "Please write why it is withdrawn.");
    public static readonly Phrase ReasonTooLong = new("까닭은 500자까지 적을 수 있습니다.", "The reason may have up to 500 characters.");
    public static readonly Phrase AskedByMissing = new("누가 철회를 원했는지 골라 주세요.", "Please say who asks for it.");
    public static readonly Phrase ConfirmMissing = new("확인란에 표시해 주세요.", "Please tick the box.");
    public static readonly Phrase ErrorSummary = new("고칠 곳이 있습니다", "Please correct");
}
