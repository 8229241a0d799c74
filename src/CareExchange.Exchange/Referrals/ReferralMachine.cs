using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Referrals;

/// <summary>The one state machine of referrals and the crosswalk to Task and ServiceRequest. Pure.</summary>
public static class ReferralMachine
{
    /// <summary>The code system of <c>Task.businessStatus</c>.</summary>
    public const string BusinessSystem = "urn:careexchange:referral-status";

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Every state, in the order a referral goes through them.</summary>
    /// <remarks>Spans are working defaults: urgent care asks for an answer within 2 days, ordinary care within 3 (domain.md A.3).</remarks>
    public static IReadOnlyList<ReferralStep> Steps { get; } =
    [
        new(ReferralState.Drafted, "draft", null, "draft", "작성 중", "send it", "의뢰 발송", ReferralActor.Requester, null),
        new(ReferralState.Sent, "requested", null, "sent", "의뢰함", "confirm receipt", "접수 확인", ReferralActor.Owner, Day),
        new(ReferralState.Delivered, "received", null, "received", "접수됨", "accept or decline", "수락 여부 결정", ReferralActor.Owner, 2 * Day),
        new(ReferralState.InfoNeeded, "on-hold", "info-needed", "more information needed", "보완 요청", "send what is missing", "자료 보완", ReferralActor.Requester, 3 * Day),
        new(ReferralState.Accepted, "accepted", null, "accepted", "수락됨", "agree on a first visit", "첫 방문 일정 잡기", ReferralActor.Owner, 3 * Day),
        new(ReferralState.Declined, "rejected", null, "declined", "거절됨", null, null, null, null),
        new(ReferralState.Scheduled, "in-progress", "scheduled", "visit scheduled", "방문 예정", "visit", "방문", ReferralActor.Owner, null),
        new(ReferralState.NoShow, "in-progress", "no-show", "not met", "부재", "agree on a new visit", "재방문 일정 잡기", ReferralActor.Owner, 3 * Day),
        new(ReferralState.VisitCancelled, "in-progress", "visit-cancelled", "visit called off", "방문 취소", "agree on a new visit", "재방문 일정 잡기", ReferralActor.Owner, 3 * Day),
        new(ReferralState.VisitDone, "in-progress", null, "in progress", "제공 중", "continue or close with a result", "계속 제공 또는 결과 통보", ReferralActor.Owner, null),
        new(ReferralState.CancelAsked, "in-progress", "cancel-asked", "stop asked for", "중단 요청", "confirm the stop", "중단 확인", ReferralActor.Owner, 2 * Day),
        new(ReferralState.Cancelled, "cancelled", null, "cancelled", "취소됨", null, null, null, null),
        new(ReferralState.Done, "completed", null, "completed", "완료", null, null, null, null),
        new(ReferralState.Failed, "failed", null, "not possible", "제공 불가", null, null, null, null),
    ];

    private static readonly Dictionary<ReferralState, (ReferralActor By, ReferralState[] To)[]> Transitions = new()
    {
        [ReferralState.Drafted] = [(ReferralActor.Requester, [ReferralState.Sent, ReferralState.Cancelled])],
        [ReferralState.Sent] =
        [
            (ReferralActor.Requester, [ReferralState.Cancelled]),
            (ReferralActor.Owner, [ReferralState.Delivered, ReferralState.InfoNeeded, ReferralState.Accepted, ReferralState.Declined]),
        ],
        [ReferralState.Delivered] =
        [
            (ReferralActor.Requester, [ReferralState.Cancelled]),
            (ReferralActor.Owner, [ReferralState.InfoNeeded, ReferralState.Accepted, ReferralState.Declined]),
        ],
        [ReferralState.InfoNeeded] =
        [
            (ReferralActor.Requester, [ReferralState.Sent, ReferralState.Cancelled]),
            (ReferralActor.Owner, [ReferralState.Delivered, ReferralState.Accepted, ReferralState.Declined]),
        ],
        [ReferralState.Accepted] = Working(),
        [ReferralState.Scheduled] = Working(),
        [ReferralState.NoShow] = Working(),
        [ReferralState.VisitCancelled] = Working(),
        [ReferralState.VisitDone] = Working(),
        [ReferralState.CancelAsked] =
        [
            (ReferralActor.Requester, [ReferralState.Accepted]),
            (ReferralActor.Owner, [ReferralState.Cancelled, ReferralState.Done]),
        ],
    };

    /// <summary>The row of a state.</summary>
    public static ReferralStep Step(ReferralState state) => Steps.First(step => step.State == state);

    /// <summary>The state of a referral as FHIR says it.</summary>
    /// <param name="task">The Task; absent where only the ServiceRequest is known.</param>
    /// <param name="serviceRequest">The ServiceRequest; absent where only the Task is known. One that is revoked while the Task still runs is a stop asked for.</param>
    /// <returns>The state; or an issue for a status that no referral has.</returns>
    public static Outcome<ReferralStep> Read(Element task, Element serviceRequest)
    {
        var order = serviceRequest["status"].Text;
        if (!task.Exists)
        {
            return order switch
            {
                "draft" => Step(ReferralState.Drafted),
                "active" => Step(ReferralState.Sent),
                "on-hold" => Step(ReferralState.InfoNeeded),
                "revoked" => Step(ReferralState.Cancelled),
                "completed" => Step(ReferralState.Done),
                _ => Unknown(serviceRequest, order),
            };
        }

        var status = task["status"].Text;
        var business = BusinessOf(task);
        var step = Steps.FirstOrDefault(step => step.TaskStatus == status && step.BusinessStatus == business)
            ?? status switch
            {
                "in-progress" => Step(ReferralState.VisitDone),
                "on-hold" => Step(ReferralState.InfoNeeded),
                "ready" => Step(ReferralState.Accepted),
                "entered-in-error" => Step(ReferralState.Cancelled),
                _ => Steps.FirstOrDefault(step => step.TaskStatus == status),
            };
        if (step is null) return Unknown(task, status);
        return order == "revoked" && !step.IsFinal ? Step(ReferralState.CancelAsked) : step;
    }

    /// <summary>Where a referral stands, with what is due.</summary>
    /// <param name="step">Its state.</param>
    /// <param name="agreed">What was agreed (<c>Task.restriction.period.end</c>); null where nothing was.</param>
    /// <param name="changed">Its last change (<c>Task.lastModified</c>); null where unknown.</param>
    /// <param name="now">The moment asked about.</param>
    public static ReferralProgress Progress(ReferralStep step, DateTimeOffset? agreed, DateTimeOffset? changed, DateTimeOffset now)
    {
        var due = step.IsFinal ? null : agreed ?? (step.Within is { } within ? changed + within : null);
        return new ReferralProgress(step, due, due < now);
    }

    /// <summary>Whether a referral may go from one state to another.</summary>
    /// <returns>The new state's row; or a <c>business-rule</c> issue that names the transition and what would be allowed. Staying is always allowed.</returns>
    public static Outcome<ReferralStep> Move(ReferralState from, ReferralState to, ReferralActor by)
    {
        if (from == to) return Step(to);
        var allowed = Transitions.GetValueOrDefault(from, []).Where(way => way.By == by).SelectMany(way => way.To).ToArray();
        if (allowed.Contains(to)) return Step(to);
        var (before, after) = (Step(from), Step(to));
        return Issue.Error(
            "business-rule",
            "referral-transition",
            $"A referral cannot go from '{before.English}' to '{after.English}' by the {(by == ReferralActor.Owner ? "receiver" : "sender")}.",
            $"{(by == ReferralActor.Owner ? "수신 기관" : "의뢰 기관")}은 의뢰를 '{before.Korean}'에서 '{after.Korean}'(으)로 바꿀 수 없습니다.") with
        {
            Expression = "Task.status",
            Expected = allowed.Length == 0 ? "no further change" : string.Join(", ", allowed.Select(state => Step(state).English)),
            Found = after.English,
        };
    }

    private static (ReferralActor By, ReferralState[] To)[] Working() =>
    [
        (ReferralActor.Requester, [ReferralState.CancelAsked]),
        (ReferralActor.Owner,
        [
            ReferralState.Scheduled, ReferralState.NoShow, ReferralState.VisitCancelled, ReferralState.VisitDone, ReferralState.InfoNeeded,
            ReferralState.Declined, ReferralState.Done, ReferralState.Failed,
        ]),
    ];

    private static string? BusinessOf(Element task)
    {
        foreach (var coding in task["businessStatus"].Children("coding"))
        {
            if (coding["system"].Text == BusinessSystem) return coding["code"].Text;
        }

        return null;
    }

    private static Issue Unknown(Element element, string? status) =>
        Issue.Error("value", "referral-status", "No referral has this status.", "의뢰에 쓸 수 없는 상태입니다.") with
        {
            Expression = element.Exists ? $"{element.Path}.status" : "Task.status", Found = status,
        };
}
