using CareExchange.Exchange.CarePlans.Lines;

namespace CareExchange.Exchange.CarePlans.Sections;

/// <summary>What comes next, from the lines that are on the page and from nothing else.</summary>
internal static class DueSection
{
    public static List<DueItem> Build(PlanResources resources, PlanDeadlines deadlines, SharedCarePlan plan)
    {
        var reviews = resources.OfType("Task").Where(PlanReview.Is).Select(task => task.Reference).ToHashSet(StringComparer.Ordinal);
        IEnumerable<DueItem?> items =
        [
            .. plan.Tasks.Where(task => task.IsOpen).Select(task => Item(plan, task, reviews.Contains(task.Reference) ? DueKind.PlanReview : DueKind.Task, task.Due, task.Text, task.Owner)),
            .. Visits(resources, plan),
            .. plan.Referrals.Select(referral => Referral(plan, referral, deadlines)),
            PlanReview.Next(resources, deadlines, plan),
            .. plan.Goals.Where(goal => goal.Status is "active" or "accepted" or "planned" or "proposed").Select(goal => Item(plan, goal, DueKind.Goal, goal.Target, goal.Text, null)),
            .. plan.Services.SelectMany(group => group.Services).Select(service => Service(plan, service, deadlines)),
            .. plan.Judgement.Benefits.Where(benefit => benefit.Period.End >= plan.Today).Select(benefit =>
                Near(Item(plan, benefit, DueKind.Benefit, benefit.Period.End, new($"{benefit.Name.Korean} 기간 끝남", benefit.Name.English is { } name ? $"{name} runs out" : null), null), deadlines)),
            .. plan.Consents.Select(consent => Near(Item(plan, consent, DueKind.Consent, consent.Period.End, ConsentEnd(consent), consent.Holder), deadlines)),
        ];
        return [.. items.OfType<DueItem>().OrderBy(item => item.Date).ThenBy(item => item.Kind).ThenBy(item => item.Text.Korean, StringComparer.Ordinal)];
    }

    private static DueItem? Item(SharedCarePlan plan, PlanLine line, DueKind kind, DateOnly? date, Phrase text, Phrase? who) =>
        date is { } day ? new(line.Reference, line.Source, kind, day, day.DayNumber - plan.Today.DayNumber, text, who) : null;

    private static DueItem? Near(DueItem? item, PlanDeadlines deadlines) => item?.DaysLeft <= deadlines.AheadDays ? item : null;

    private static Phrase ConsentEnd(ConsentLine consent)
    {
        var to = Phrases.Join(consent.Recipients);
        return to is null ? new("동의 기간 끝남", "Consent runs out") : new($"{to.Korean}에 대한 동의 끝남", to.English is null ? null : $"Consent for {to.English} runs out");
    }

    // Rule of the house, not of a law: a referral that nobody answered is what gets lost (exchange.md 1.18, "overdue after N days").
    private static DueItem? Referral(SharedCarePlan plan, ReferralLine referral, PlanDeadlines deadlines)
    {
        if (!referral.IsOpen) return null;
        if (referral.Due is not null) return Item(plan, referral, DueKind.Referral, referral.Due, referral.Text, referral.To);
        var waiting = referral.State is ReferralState.Sent or ReferralState.Delivered or ReferralState.InfoNeeded;
        return waiting ? Item(plan, referral, DueKind.Referral, referral.Asked?.AddDays(referral.IsUrgent ? deadlines.UrgentReferralDays : deadlines.ReferralDays), referral.Text, referral.To) : null;
    }

    private static DueItem? Service(SharedCarePlan plan, ServiceLine service, PlanDeadlines deadlines)
    {
        if (service.State is ServiceState.Ended or ServiceState.Declined or ServiceState.Cancelled) return null;

        // One day, no repetition: a visit. When it passes and nobody reports it, somebody has to ask.
        if (service.Period.Start is { } day && day == service.Period.End)
        {
            var visit = Item(plan, service, DueKind.FollowUp, day, service.Text, service.Provider);
            return visit?.DaysLeft >= -deadlines.MissedVisitDays ? Near(visit, deadlines) : null;
        }

        if (service.Period.Start > plan.Today)
        {
            return Near(Item(plan, service, DueKind.Service, service.Period.Start, new($"{service.Text.Korean} 시작", service.Text.English is { } begins ? $"{begins} starts" : null), service.Provider), deadlines);
        }

        return service.Period.End >= plan.Today
            ? Near(Item(plan, service, DueKind.Service, service.Period.End, new($"{service.Text.Korean} 끝남", service.Text.English is { } ends ? $"{ends} ends" : null), service.Provider), deadlines)
            : null;
    }

    private static IEnumerable<DueItem?> Visits(PlanResources resources, SharedCarePlan plan)
    {
        foreach (var appointment in resources.OfType("Appointment"))
        {
            if (appointment.Root["status"].Text is not ("booked" or "pending" or "proposed")) continue;
            var text = Phrases.Of(appointment.Root["description"]) ?? Phrases.Of(appointment.Root["serviceType"]) ?? Phrases.Of(appointment.Root["reasonCode"]);
            if (text is null || Days.First(appointment.Root["start"]) is not { } day) continue;
            yield return new(appointment.Reference, appointment.Source, DueKind.FollowUp, day, day.DayNumber - plan.Today.DayNumber, text, Participant(resources, appointment));
        }

        foreach (var encounter in resources.OfType("Encounter"))
        {
            if (encounter.Root["status"].Text != "planned" || Days.First(encounter.Root["period"]["start"]) is not { } day) continue;
            var text = Phrases.Of(encounter.Root["reasonCode"]) ?? Phrases.Of(encounter.Root["type"]) ?? Phrases.Of(encounter.Root["serviceType"]) ?? new Phrase("방문", "Visit");
            yield return new(encounter.Reference, encounter.Source, DueKind.FollowUp, day, day.DayNumber - plan.Today.DayNumber, text, References.Name(resources, encounter.Root["serviceProvider"]));
        }
    }

    private static Phrase? Participant(PlanResources resources, PlanResource appointment)
    {
        foreach (var participant in appointment.Root.Children("participant"))
        {
            if (References.Key(participant["actor"])?.StartsWith("Patient/", StringComparison.Ordinal) != true && References.Name(resources, participant["actor"]) is { } name) return name;
        }

        return null;
    }
}
