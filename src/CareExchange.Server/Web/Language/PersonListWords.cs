using CareExchange.Exchange.CarePlans.Lines;

namespace CareExchange.Server.Web.Language;

internal static class PersonListWords
{
    public static readonly Phrase Title = new("대상자", "Persons");
    public static readonly Phrase Search = new("이름으로 찾기", "Search by name");
    public static readonly Phrase Submit = new("찾기", "Search");
    public static readonly Phrase Sort = new("차례", "Order");
    public static readonly Phrase ByDue = new("할 일이 급한 차례", "Most urgent first");
    public static readonly Phrase ByName = new("이름 차례", "By name");
    public static readonly Phrase Name = new("이름", "Name");
    public static readonly Phrase AgeAndSex = new("나이·성별", "Age, sex");
    public static readonly Phrase Lives = new("사는 곳", "Lives in");
    public static readonly Phrase Group = new("판정", "Judgement");
    public static readonly Phrase Next = new("다음에 할 일", "Due next");
    public static readonly Phrase NothingDue = new("예정된 일 없음", "Nothing due");
    public static readonly Phrase NextPage = new("다음 쪽", "Next page");
    public static readonly Phrase FirstPage = new("첫 쪽으로", "First page");
    public static readonly Phrase Pages = new("쪽 이동", "Pages");
    public static readonly Phrase None = new("볼 수 있는 대상자가 없습니다.", "There is no person you may see.");
    public static readonly Phrase Crowded = new(
        "대상자가 많아 이름 차례로 보입니다. 이름으로 찾으면 급한 차례로 볼 수 있습니다.",
        "There are many persons, so they stand by name. Search by name to see the most urgent first.");
    public static readonly Phrase Hint = new(
        "동의나 법적 근거가 있는 대상자만 나옵니다.",
        "Only persons for whom there is a consent or a legal basis are listed.");

    public static Phrase NotFound(string search) => new($"‘{search}’에 맞는 대상자가 없습니다.", $"No person matches “{search}”.");
}
