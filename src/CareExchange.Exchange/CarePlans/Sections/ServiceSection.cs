using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Fhir.Elements;

namespace CareExchange.Exchange.CarePlans.Sections;

/// <summary>Services by field: ServiceRequests of the plan and treatment, and the activities a CarePlan states itself.</summary>
internal static class ServiceSection
{
    public static List<ServiceGroup> Build(PlanResources resources, Fulfilment fulfilment)
    {
        var requests = resources.OfType("ServiceRequest")
            .Where(request => request.Category != "referral")
            .Select(request => Request(resources, request, fulfilment.TaskRoot(request)));
        var activities = resources.OfType("CarePlan").Where(plan => plan.Root["status"].Text != "entered-in-error").SelectMany(plan => Activities(resources, plan));
        return
        [
            .. Witnesses.Join(requests.Concat(activities).OfType<ServiceLine>(), Same, Complete)
                .GroupBy(service => service.Domain)
                .OrderBy(group => group.Key)
                .Select(group => new ServiceGroup(group.Key, [.. group.OrderBy(Rank).ThenBy(service => service.Period.Start ?? DateOnly.MaxValue).ThenBy(service => service.Reference, StringComparer.Ordinal)])),
        ];
    }

    // Partners that agree on service, provider and state say the same; where they differ, both stand there to be cleared up.
    private static object Same(ServiceLine service) => (service.Domain, service.Text.English ?? service.Text.Korean, service.Provider?.Korean, service.State);

    private static ServiceLine Complete(ServiceLine kept, ServiceLine other) => kept with
    {
        Layer = kept.Layer ?? other.Layer,
        Frequency = kept.Frequency ?? other.Frequency,
        Quantity = kept.Quantity ?? other.Quantity,
        Period = kept.Period.IsKnown ? kept.Period : other.Period,
        Reason = kept.Reason ?? other.Reason,
        Note = kept.Note ?? other.Note,
    };

    private static int Rank(ServiceLine service) => service.State switch
    {
        ServiceState.Active or ServiceState.Accepted => 0,
        ServiceState.Paused => 1,
        ServiceState.Requested => 2,
        ServiceState.Planned => 3,
        _ => 4,
    };

    private static ServiceLine? Request(PlanResources resources, PlanResource request, Element task)
    {
        var root = request.Root;
        if (root["status"].Text == "entered-in-error" || Phrases.Of(root["code"]) is not { } text) return null;

        var occurrence = root["occurrence"];
        var timing = occurrence.TypeName == "Timing" ? occurrence : default;
        return new(
            request.Reference,
            request.Source,
            Domain(root.Children("category"), root["code"], request.Category),
            text,
            Layer(root),
            References.Name(resources, root["performer"]) ?? References.Name(resources, task["owner"]),
            Timings.Frequency(timing),
            Phrases.Join([.. root.Children("orderDetail").ToArray().Select(Phrases.Of), Phrases.Of(root["quantity"]), Timings.Duration(timing)]),
            Period(occurrence),
            State(task["status"].Text, root["status"].Text, Period(occurrence).Start > resources.Today),
            Phrases.Of(root["reasonCode"]) ?? Phrases.Of(task["statusReason"]),
            Phrases.Of(root["patientInstruction"]) ?? Phrases.Of(root["note"]["text"]));
    }

    private static Span Period(Element occurrence) => occurrence.TypeName switch
    {
        "Timing" => Timings.Bounds(occurrence),
        "Period" => Days.Span(occurrence),
        _ => new Span(Days.First(occurrence), Days.First(occurrence)),
    };

    private static IEnumerable<ServiceLine?> Activities(PlanResources resources, PlanResource plan)
    {
        foreach (var activity in plan.Root.Children("activity"))
        {
            var detail = activity["detail"];
            if (!detail.Exists || (Phrases.Of(detail["code"]) ?? Phrases.Of(detail["description"])) is not { } text) continue;
            if (detail["kind"].Text is "Task" or "Appointment") continue;
            var scheduled = detail["scheduled"];
            var timing = scheduled.TypeName == "Timing" ? scheduled : default;
            yield return new(
                plan.Reference,
                plan.Source,
                Domain(detail.Children("code"), detail["code"], plan.Category),
                text,
                null,
                Phrases.Join(detail.Children("performer").ToArray().Select(performer => References.Name(resources, performer))),
                Timings.Frequency(timing) ?? (scheduled.IsPrimitive ? Phrases.Of(scheduled) : null),
                Phrases.Join([Phrases.Of(detail["quantity"]), Phrases.Of(detail["dailyAmount"]), Timings.Duration(timing)]),
                scheduled.TypeName switch { "Period" => Days.Span(scheduled), "Timing" => Timings.Bounds(timing), _ => Days.Span(plan.Root["period"]) },
                State(detail["status"].Text),
                Phrases.Of(detail["reasonCode"]) ?? Phrases.Of(detail["statusReason"]),
                detail["code"].Exists ? Phrases.Of(detail["description"]) : null);
        }
    }

    private static Phrase? Layer(Element request)
    {
        foreach (var category in request.Children("category"))
        {
            if (Codes.In(category, Codes.ServiceLayer) is not null) return Phrases.Of(category);
        }

        return null;
    }

    private static ServiceDomain Domain(ElementList categories, Element code, string dataCategory) =>
        (Codes.InAny(categories, Codes.ServiceDomain) ?? Codes.In(code, Codes.ServiceDomain)) switch
        {
            "medical" => ServiceDomain.Medical,
            "care" => ServiceDomain.Care,
            "welfare" => ServiceDomain.Welfare,
            "housing" => ServiceDomain.Housing,
            _ when Codes.In(code, Codes.ServiceType) is { } type && ServiceDomains.Default.TryGetValue(type, out var usual) => usual,
            _ => dataCategory == "clinical" ? ServiceDomain.Medical : ServiceDomain.Other,
        };

    // The provider's decision (Act 14) goes before the request's own status; R4 task-status and request-status. What nobody reported on
    // and lies ahead is planned, however active its request is.
    private static ServiceState State(string? task, string? request, bool isAhead) => (task, request) switch
    {
        (_, "revoked") => ServiceState.Cancelled,
        ("requested" or "received" or "draft", _) => ServiceState.Requested,
        ("accepted" or "ready", _) => ServiceState.Accepted,
        ("in-progress", _) => ServiceState.Active,
        ("on-hold", _) or (_, "on-hold") => ServiceState.Paused,
        ("completed", _) or (_, "completed") => ServiceState.Ended,
        ("rejected", _) => ServiceState.Declined,
        ("cancelled" or "failed", _) => ServiceState.Cancelled,
        (_, "draft") => ServiceState.Planned,
        _ => isAhead ? ServiceState.Planned : ServiceState.Active,
    };

    // R4 care-plan-activity-status.
    private static ServiceState State(string? activity) => activity switch
    {
        "not-started" => ServiceState.Planned,
        "scheduled" => ServiceState.Accepted,
        "on-hold" => ServiceState.Paused,
        "completed" => ServiceState.Ended,
        "cancelled" or "stopped" => ServiceState.Cancelled,
        "in-progress" => ServiceState.Active,
        _ => ServiceState.Planned,
    };
}
