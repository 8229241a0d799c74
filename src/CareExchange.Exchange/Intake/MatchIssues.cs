using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Intake;

internal static class MatchIssues
{
    public static Issue NotYours => Issue.Error("forbidden", "match-not-yours", "Doubtful matches are decided by case managers.", "대상자 일치 여부는 지자체 통합돌봄 담당자가 결정합니다.");

    public static Issue Unknown => Issue.Error("not-found", "match-unknown", "There is no such match.", "해당 확인 건이 없습니다.");

    public static Issue Choice => Issue.Error("required", "match-choice", "Choose one of the persons shown, or somebody new.", "표시된 대상자 가운데 한 사람 또는 새 대상자를 골라 주세요.");

    public static Issue Decided => Issue.Error(
        "conflict", "match-decided", "It was decided meanwhile, or the person chosen is no longer there. Nothing was changed.", "그 사이 다른 담당자가 결정했거나 고른 대상자가 없어졌습니다. 바뀐 것은 없습니다.");

    public static Issue PairChoice => Issue.Error("required", "match-choice", "Say whether they are one person or two.", "같은 사람인지 다른 사람인지 골라 주세요.");

    public static Issue NotJoined => Issue.Error(
        "conflict", "match-not-joined", "They are not joined, or were joined by another organisation. Nothing was changed.", "연결되어 있지 않거나 다른 기관이 연결한 대상자입니다. 바뀐 것은 없습니다.");

    public static Issue PartnerGone => Issue.Error(
        "business-rule", "match-partner", "Its sender is no longer among the partners. The message waits on.", "보낸 기관이 지금은 연계기관이 아닙니다. 메시지는 계속 기다립니다.");

    public static Issue Rejected(Issue? first) => Issue.Error(
        "processing", "match-rejected",
        $"The message could not be taken in, so nothing was decided; it can be tried again. {first?.English}".TrimEnd(),
        $"메시지를 받아들이지 못해 결정하지 않았습니다. 다시 시도할 수 있습니다. {first?.Korean}".TrimEnd());
}
