using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Fhir.Elements;

namespace CareExchange.Exchange.CarePlans.Sections;

/// <summary>Referrals between partners, all dialects folded into one state.</summary>
internal static class ReferralSection
{
    public static List<ReferralLine> Build(PlanResources resources, Fulfilment fulfilment)
    {
        var requests = resources.OfType("ServiceRequest").Where(request => request.Category == "referral").ToList();

        // A referral may be seen by its task only, when the request itself was not sent or may not be seen.
        var told = requests.Select(fulfilment.TaskOf).OfType<PlanResource>().Select(task => task.Reference).ToHashSet(StringComparer.Ordinal);
        var alone = resources.OfType("Task").Where(task => task.Category == "referral" && !told.Contains(task.Reference));
        return
        [
            .. requests.Select(request => Line(resources, request, request.Root, fulfilment.TaskRoot(request)))
                .Concat(alone.Select(task => Line(resources, task, default, task.Root)))
                .OfType<ReferralLine>()
                .OrderByDescending(referral => referral.IsOpen)
                .ThenByDescending(referral => referral.IsUrgent && referral.IsOpen)
                .ThenByDescending(referral => referral.Asked ?? DateOnly.MinValue),
        ];
    }

    private static ReferralLine? Line(PlanResources resources, PlanResource resource, Element request, Element task)
    {
        if (request["status"].Text == "entered-in-error" || task["status"].Text == "entered-in-error") return null;
        if ((Phrases.Of(request["code"]) ?? Phrases.Of(task["description"]) ?? Phrases.Of(task["code"])) is not { } text) return null;
        var state = State(request, task);
        var asked = Days.First(task["authoredOn"]) ?? Days.First(request["authoredOn"]);
        var open = state is not (ReferralState.Done or ReferralState.Declined or ReferralState.Cancelled or ReferralState.Failed);
        return new(
            resource.Reference,
            resource.Source,
            text,
            References.Organization(resources, task["requester"]) ?? References.Organization(resources, request["requester"]),
            References.Organization(resources, task["owner"]) ?? References.Organization(resources, request["performer"]),
            state,
            request["priority"].Text is "urgent" or "asap" or "stat" || task["priority"].Text is "urgent" or "asap" or "stat",
            asked,
            Days.First(task["lastModified"]) is { } changed && changed != asked ? changed : null,
            Days.Last(task["restriction"]["period"]["end"]),
            open && asked is { } day && day <= resources.Today ? resources.Today.DayNumber - day.DayNumber : null,
            Phrases.Join([Phrases.Of(request["reasonCode"]) ?? Phrases.Of(task["reasonCode"]), Phrases.Of(request["note"]["text"])], " — "),
            Phrases.Of(task["statusReason"]));
    }

    // exchange.md 2.3: one state machine; a stated business status is finer than the Task's own.
    private static ReferralState State(Element request, Element task) =>
        Codes.In(task["businessStatus"], Codes.ReferralState) switch
        {
            "drafted" => ReferralState.Drafted,
            "sent" => ReferralState.Sent,
            "delivered" => ReferralState.Delivered,
            "info-needed" => ReferralState.InfoNeeded,
            "accepted" => ReferralState.Accepted,
            "scheduled" => ReferralState.Scheduled,
            "in-progress" or "no-show" or "visit-cancelled" or "visit-done" => ReferralState.InProgress,
            "done" => ReferralState.Done,
            "declined" => ReferralState.Declined,
            "cancel-asked" => ReferralState.CancelAsked,
            "cancelled" => ReferralState.Cancelled,
            "failed" => ReferralState.Failed,
            _ => task["status"].Text switch
            {
                "draft" => ReferralState.Drafted,
                "requested" => ReferralState.Sent,
                "received" => ReferralState.Delivered,
                "on-hold" => ReferralState.InfoNeeded,
                "accepted" or "ready" => ReferralState.Accepted,
                "in-progress" => ReferralState.InProgress,
                "completed" => ReferralState.Done,
                "rejected" => ReferralState.Declined,
                "cancelled" => ReferralState.Cancelled,
                "failed" => ReferralState.Failed,
                _ => request["status"].Text switch
                {
                    "draft" => ReferralState.Drafted,
                    "on-hold" => ReferralState.InfoNeeded,
                    "revoked" => ReferralState.Cancelled,
                    "completed" => ReferralState.Done,
                    _ => ReferralState.Sent,
                },
            },
        };
}
