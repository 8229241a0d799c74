using CareExchange.Exchange.CarePlans.Lines;

namespace CareExchange.Server.Web.Language;

/// <summary>What every page says, Korean and English side by side, so that no word can be missing in one of them.</summary>
internal static class SiteWords
{
    public static readonly Phrase Product = new("CareExchange", "CareExchange");
    public static readonly Phrase Tagline = new("통합돌봄 공유 계획", "Shared care plans");
    public static readonly Phrase SkipToContent = new("본문으로 건너뛰기", "Skip to content");
    public static readonly Phrase MainMenu = new("주 메뉴", "Main menu");
    public static readonly Phrase Persons = new("대상자", "Persons");
    public static readonly Phrase SignedInAs = new("로그인한 사람", "Signed in as");
    public static readonly Phrase OwnSecurity = new("내 로그인 보안", "Security of my sign-in");
    public static readonly Phrase SignOut = new("로그아웃", "Sign out");
    public static readonly Phrase OtherLanguage = new("English", "한국어");
    public static readonly Phrase OtherLanguageHint = new("Switch to English", "한국어로 바꾸기");
    public static readonly Phrase Back = new("돌아가기", "Back");
    public static readonly Phrase BackToPersons = new("대상자 목록으로", "Back to the list of persons");
    public static readonly Phrase BackToPlan = new("공유 계획으로", "Back to the plan");
    public static readonly Phrase Cancel = new("취소", "Cancel");
    public static readonly Phrase FooterScope = new(
        "볼 수 있는 권한이 있는 내용만 보입니다. 보거나 거절된 일은 모두 기록됩니다.",
        "You see only what you may see. Every look and every refusal is recorded.");

    public static Phrase Language(PlanLanguage language) => language switch
    {
        PlanLanguage.English => new("영어", "English"),
        _ => new("한국어", "Korean"),
    };

    /// <summary>The staff roles of this gateway; an unknown role shows as its code.</summary>
    public static Phrase Role(string? code) => code switch
    {
        "case-manager" => new("사례관리자", "Case manager"),
        "clinic-nurse" => new("재택의료 간호사", "Clinic nurse"),
        "nhis-officer" => new("공단 담당자", "NHIS officer"),
        "dementia-worker" => new("치매안심센터 담당자", "Dementia-centre worker"),
        "privacy-officer" => new("개인정보 보호책임자", "Privacy officer"),
        "person" => new("본인", "The person"),
        "caregiver" => new("보호자·대리인", "Caregiver or guardian"),
        "operator" => new("시스템 운영자", "Operator"),
        null or "" => new("담당자", "Staff"),
        _ => new(code),
    };
}
