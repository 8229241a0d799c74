using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Sending;

/// <summary>Why a partner gets no message.</summary>
internal static class OutputIssue
{
    public static Issue Unknown(string name) =>
        Issue.Error("not-found", "output-unknown", "There is no such kind of message for this partner.", "이 기관이 받을 수 있는 종류의 메시지가 아닙니다.") with { Found = name };

    // What is withheld and what is not there are told alike.
    public static Issue Nothing(string name) =>
        Issue.Error("not-found", "output-nothing", "There is no such message for this partner.", "이 기관 앞으로 온 메시지가 없습니다.") with { Expected = name };

    public static Issue Parameter(string name) =>
        Issue.Error("not-supported", "output-parameter", "This parameter cannot narrow what is fetched.", "이 조건으로는 메시지를 고를 수 없습니다.") with { Expected = "search parameters of the type, _id, _lastUpdated", Found = name };

    public static Issue Many(string name) =>
        Issue.Error("too-costly", "output-many", "More match than one answer holds.", "한 번에 받을 수 있는 건수를 넘었습니다.") with { Expression = name, Expected = $"at most {PartnerOutbox.MostMatches}; narrow it by _lastUpdated" };
}
