using CareExchange.Exchange.CarePlans.Lines;

namespace CareExchange.Server.Web.Language;

/// <summary>Words for the codes that this gateway itself decides on; everything else shows the text its code or sender gives.</summary>
internal static class CodeWords
{
    public static Phrase Domain(ServiceDomain domain) => domain switch
    {
        ServiceDomain.Medical => new("의료", "Medical"),
        ServiceDomain.Care => new("돌봄", "Care"),
        ServiceDomain.Welfare => new("복지", "Welfare"),
        ServiceDomain.Housing => new("주거", "Housing"),
        _ => new("기타", "Other"),
    };

    public static Phrase State(ServiceState state) => state switch
    {
        ServiceState.Planned => new("계획", "Planned"),
        ServiceState.Requested => new("요청함", "Requested"),
        ServiceState.Accepted => new("수락", "Accepted"),
        ServiceState.Active => new("제공 중", "Active"),
        ServiceState.Paused => new("멈춤", "Paused"),
        ServiceState.Ended => new("끝남", "Ended"),
        ServiceState.Declined => new("거절됨", "Declined"),
        _ => new("취소됨", "Cancelled"),
    };

    public static Phrase State(ReferralState state) => state switch
    {
        ReferralState.Drafted => new("작성 중", "Drafted"),
        ReferralState.Sent => new("보냄", "Sent"),
        ReferralState.Delivered => new("받음", "Delivered"),
        ReferralState.InfoNeeded => new("보완 요청", "More information asked"),
        ReferralState.Accepted => new("수락", "Accepted"),
        ReferralState.Scheduled => new("날짜 잡음", "Scheduled"),
        ReferralState.NoShow => new("만나지 못함", "Nobody met"),
        ReferralState.VisitCancelled => new("방문 취소", "Visit called off"),
        ReferralState.VisitDone => new("방문함", "Visited"),
        ReferralState.InProgress => new("진행 중", "In progress"),
        ReferralState.Done => new("완료", "Done"),
        ReferralState.Declined => new("거절", "Declined"),
        ReferralState.CancelAsked => new("취소 요청", "Cancellation asked"),
        ReferralState.Cancelled => new("취소", "Cancelled"),
        _ => new("실패", "Failed"),
    };

    public static Phrase Kind(DueKind kind) => kind switch
    {
        DueKind.FollowUp => new("방문·진료", "Visit"),
        DueKind.Task => new("할 일", "Task"),
        DueKind.PlanReview => new("계획 점검", "Plan review"),
        DueKind.Referral => new("의뢰 회신", "Referral"),
        DueKind.Goal => new("목표", "Goal"),
        DueKind.Service => new("서비스", "Service"),
        DueKind.Benefit => new("급여", "Benefit"),
        _ => new("동의", "Consent"),
    };

    public static Phrase Term(GoalTerm term) => term == GoalTerm.Long ? new("장기", "Long-term") : new("단기", "Short-term");

    /// <remarks>FHIR R4 goal-status.</remarks>
    public static Phrase GoalStatus(string code) => code switch
    {
        "proposed" or "planned" => new("제안", "Proposed"),
        "accepted" => new("합의", "Agreed"),
        "active" => new("진행 중", "Active"),
        "on-hold" => new("멈춤", "On hold"),
        "completed" => new("이룸", "Reached"),
        "cancelled" => new("그만둠", "Given up"),
        "rejected" => new("거절", "Rejected"),
        _ => new(code),
    };

    /// <remarks>FHIR R4 task-status.</remarks>
    public static Phrase TaskStatus(string code) => code switch
    {
        "draft" => new("작성 중", "Draft"),
        "requested" => new("요청", "Requested"),
        "received" => new("받음", "Received"),
        "accepted" => new("맡음", "Accepted"),
        "ready" => new("준비됨", "Ready"),
        "in-progress" => new("하는 중", "In progress"),
        "on-hold" => new("멈춤", "On hold"),
        "completed" => new("마침", "Done"),
        "cancelled" => new("취소", "Cancelled"),
        "rejected" => new("거절", "Rejected"),
        "failed" => new("실패", "Failed"),
        _ => new(code),
    };

    /// <remarks>FHIR R4 administrative-gender.</remarks>
    public static Phrase? Sex(string? code) => code switch
    {
        "female" => new("여", "Female"),
        "male" => new("남", "Male"),
        "other" => new("기타", "Other"),
        _ => null,
    };

    /// <remarks>HL7 v3 ActCode encounter classes.</remarks>
    public static Phrase StayKind(string code) => code switch
    {
        "IMP" or "ACUTE" or "NONAC" => new("입원", "Inpatient stay"),
        "EMER" => new("응급", "Emergency"),
        "AMB" => new("외래", "Outpatient visit"),
        "HH" => new("방문", "Home visit"),
        "VR" => new("비대면", "Remote contact"),
        "procedure" => new("시술·수술", "Procedure"),
        _ => new("진료", "Contact"),
    };

    /// <remarks>urn:careexchange:data-category.</remarks>
    public static Phrase Category(string code) => code switch
    {
        "identity" => new("인적사항", "Identity"),
        "household" => new("가구·가족", "Household"),
        "clinical" => new("진료", "Clinical"),
        "function" => new("기능·욕구", "Function and needs"),
        "cognition" => new("인지·치매", "Cognition"),
        "benefit" => new("급여·등급", "Benefits"),
        "economic" => new("경제", "Economic"),
        "sensitive" => new("민감정보", "Sensitive"),
        "service" => new("서비스·계획", "Services and plan"),
        "referral" => new("의뢰", "Referrals"),
        "consent" => new("동의", "Consents"),
        "record" => new("문서·출처", "Records"),
        _ => new(code),
    };
}
