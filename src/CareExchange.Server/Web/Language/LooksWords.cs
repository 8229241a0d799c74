using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Exchange.Reading;

namespace CareExchange.Server.Web.Language;

internal static class LooksWords
{
    public static readonly Phrase Title = new("누가 보았나", "Who looked");
    public static readonly Phrase Lead = new("이 대상자의 정보를 보았거나 보려다 거절된 일입니다. 새 것이 위에 있습니다.", "Looks at this person's data, and refused ones, newest first.");
    public static readonly Phrase When = new("언제", "When");
    public static readonly Phrase Who = new("누가", "Who");
    public static readonly Phrase What = new("무엇을", "What");
    public static readonly Phrase Why = new("어떤 목적·근거로", "Purpose and basis");
    public static readonly Phrase Result = new("결과", "Result");
    public static readonly Phrase Shown = new("열람", "Shown");
    public static readonly Phrase Refused = new("거절", "Refused");
    public static readonly Phrase None = new("아직 아무도 보지 않았습니다.", "Nobody has looked yet.");

    public static Phrase Done(string action) => action == "consent-withdrawn" ? new("처리", "Done") : Shown;

    public static Phrase Action(string code) => LookWords.Action(code);

    public static Phrase Items(IEnumerable<string> types) => LookWords.Items(types);

    public static Phrase Reason(AuditFact fact) => LookWords.Reason(fact);
}
