using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Interactions;

/// <summary>What cannot be done with the audit trail, and what can be done instead.</summary>
public static class AuditEventIssues
{
    /// <summary>The resource type that is the trail.</summary>
    public const string Type = "AuditEvent";

    /// <summary>Only who answers for the trail, the person, and who sent a record may read it.</summary>
    public static Issue NotYours =>
        Issue.Error("forbidden", "audit-not-yours", "Only those who answer for the records of access may read this.", "접속기록을 관리하는 사람만 볼 수 있습니다.");

    /// <summary>Records are added and never changed or removed.</summary>
    public static Issue ReadOnly =>
        Issue.Error("not-supported", "method-not-allowed", "The audit trail is only added to: its records are chained to each other and cannot be changed or deleted.", "접속기록은 추가만 할 수 있습니다. 기록이 서로 사슬로 이어져 있어 고치거나 지울 수 없습니다.") with
        {
            Found = Type, Expected = "POST of a new AuditEvent, read or search",
        };

    /// <summary>A record stands by itself: a condition, or other resources that fail together with it, could keep it away.</summary>
    public static Issue AloneOnly =>
        Issue.Error("not-supported", "audit-alone", "An AuditEvent is added by itself or in a batch, without conditions: a record must not depend on what happens to other resources.", "AuditEvent는 조건 없이 단독으로 또는 batch로만 추가할 수 있습니다. 기록이 다른 자원의 처리 결과에 좌우되어서는 안 됩니다.") with
        {
            Found = Type, Expected = "POST [base]/AuditEvent, or a Bundle of type batch",
        };

    /// <summary>What never changes has no versions.</summary>
    public static Issue NoHistory =>
        Issue.Error("not-supported", "audit-history", "Records of the audit trail never change and have no history.", "접속기록은 바뀌지 않으므로 이력이 없습니다.") with { Found = Type, Expected = "GET [base]/AuditEvent" };

    /// <summary>The trail is no part of the search index.</summary>
    public static Issue NotJoined(string name) =>
        Issue.Error("not-supported", "search-audit", "The audit trail is searched by itself: other resources are neither brought along nor asked about.", "접속기록은 단독으로만 검색할 수 있습니다. 다른 자원을 함께 가져오거나 조건으로 쓸 수 없습니다.") with
        {
            Expression = $"http.{name}", Found = name, Expected = "a search of AuditEvent with parameters of its own",
        };

    /// <summary>The order is that of time.</summary>
    public static Issue NotSorted(string code) =>
        Issue.Error("not-supported", "search-sort", "The audit trail is sorted by time only.", "접속기록은 시간순으로만 정렬할 수 있습니다.") with { Expression = "http._sort", Found = code, Expected = "date, -date, _lastUpdated or -_lastUpdated" };

    /// <summary>Counting would mean reading all of it.</summary>
    public static Issue TooManyToCount(int most) =>
        Issue.Error("too-costly", "search-audit-total", "Too many records would have to be read to count these.", "건수를 세려면 너무 많은 기록을 읽어야 합니다.") with
        {
            Expression = "http._total", Expected = FormattableString.Invariant($"a patient, an agent or a range of dates that leaves at most {most} records"),
        };
}
