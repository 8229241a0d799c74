using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Reading;

internal static class ReadingIssues
{
    /// <summary>Unknown person and forbidden person: one answer, because the difference would tell that the person is here.</summary>
    public static Issue NotVisible =>
        Issue.Error("not-found", "person-not-visible", "There is no such person, or you may not see this person.", "해당 대상자가 없거나 볼 수 있는 권한이 없습니다.");
}
