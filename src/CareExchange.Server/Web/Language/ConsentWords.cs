using CareExchange.Exchange.CarePlans.Lines;

namespace CareExchange.Server.Web.Language;

/// <summary>Words of the consent pages.</summary>
internal static class ConsentWords
{
    public static readonly Phrase Title = new("동의", "Consents");
    public static readonly Phrase Lead = new("누가 무엇을 왜 볼 수 있는지, 지금 유효한 동의를 쉬운 말로 보여 줍니다. 하나씩 따로 철회할 수 있습니다.", "Who may see what and why, as the consents stand now, in plain words. Each can be taken back on its own.");
    public static readonly Phrase None = new("아직 동의한 것이 없습니다.", "Nothing has been agreed to yet.");
    public static readonly Phrase Ended = new("지난 동의", "Ended");
    public static readonly Phrase InForce = new("유효", "In force");
    public static readonly Phrase GivenOn = new("동의한 날", "Given");
    public static readonly Phrase FromTemplate = new("서식", "Form");
    public static readonly Phrase Partly = new("기록에 따라 다릅니다: 빼기로 한 것은 보이지 않습니다.", "It depends on the record: what is kept back is not shown.");
    public static readonly Phrase NewTitle = new("새로 동의하기", "Agree to something new");
    public static readonly Phrase NewLead = new("원하는 서식을 고르세요. 고르기만 해서는 아무것도 바뀌지 않습니다.", "Choose a form. Choosing one changes nothing yet.");
    public static readonly Phrase Open = new("이 서식으로", "Use this form");
    public static readonly Phrase Choose = new("이것을 고릅니다", "I choose this");
    public static readonly Phrase ChooseSensitive = new("민감정보 제공에 따로 동의합니다", "I agree separately to the provision of sensitive data");
    public static readonly Phrase Sensitive = new("민감정보 · 별도 동의(개인정보 보호법 제23조)", "Sensitive data · separate agreement (PIPA art. 23)");
    public static readonly Phrase ChooseUniqueNumbers = new("고유식별정보 제공에 따로 동의합니다", "I agree separately to the provision of unique numbers");
    public static readonly Phrase UniqueNumbers = new("고유식별정보 · 별도 동의(개인정보 보호법 제24조)", "Unique numbers · separate agreement (PIPA art. 24)");
    public static readonly Phrase Recipient = new("제공받는 자", "Recipient");
    public static readonly Phrase KeptFrom = new("보여 주지 않을 곳", "Kept from");
    public static readonly Phrase Purpose = new("제공받는 자의 이용 목적", "Recipient's purpose");
    public static readonly Phrase Items = new("제공하는 항목", "Items");
    public static readonly Phrase Retention = new("보유·이용 기간", "Retention and use");
    public static readonly Phrase Refusal = new("거부할 권리와 불이익", "Right to refuse");
    public static readonly Phrase Months = new("기간(개월)", "Period in months");
    public static readonly Phrase Nobody = new("고르지 않음", "Nobody");
    public static readonly Phrase NameOne = new("이름으로 고르기", "Name one");
    public static readonly Phrase Signing = new("어떻게 동의를 받았나", "How it was given");
    public static readonly Phrase Paper = new("서면", "On paper");
    public static readonly Phrase Phone = new("전화", "By telephone");
    public static readonly Phrase By = new("동의한 사람", "Who agreed");
    public static readonly Phrase Person = new("본인", "The person");
    public static readonly Phrase Preview = new("무엇이 허용되는지 보기", "See what this would allow");
    public static readonly Phrase PreviewTitle = new("이렇게 됩니다", "What this would do");
    public static readonly Phrase PreviewLead = new("아직 저장하지 않았습니다. 아래 문장은 실제로 열람을 판단하는 규칙이 말하는 그대로입니다.", "Nothing is stored yet. These are the words of the rules that decide each look.");
    public static readonly Phrase Confirm = new("위 내용을 읽고(들려주고) 확인했습니다.", "I have read this (or had it read out) and agree.");
    public static readonly Phrase Give = new("동의하기", "Agree");
    public static readonly Phrase Back = new("동의 목록으로", "Back to the consents");
    public static readonly Phrase Done = new("동의를 기록했습니다. 지금부터 적용됩니다.", "The consent is recorded, with effect from now.");
    public static readonly Phrase ConfirmMissing = new("확인란에 표시해 주세요.", "Please tick the box.");
    public static readonly Phrase PurposeOf = new("목적", "Purpose");

    public static Phrase Until(DateOnly day) => new($"{day:yyyy-MM-dd}까지", $"until {day:yyyy-MM-dd}");
}
