using CareExchange.Exchange.CarePlans.Lines;

namespace CareExchange.Exchange.CarePlans.Sections;

/// <summary>When the plan has to be checked again: first within three months of its start, then every six (Enforcement Rule 10).</summary>
internal static class PlanReview
{
    private const string Monitoring = "monitoring";

    /// <summary>True for a task that checks the plan.</summary>
    public static bool Is(PlanResource task) => Codes.In(task.Root["code"], Codes.TaskType) == Monitoring;

    /// <summary>The next check, late ones included; null without an active plan, or when a task for it already stands among the things to do.</summary>
    public static DueItem? Next(PlanResources resources, PlanDeadlines deadlines, SharedCarePlan plan)
    {
        if (plan.Outline is not { Status: "active" } outline || (outline.Period.Start ?? outline.Decided) is not { } start) return null;
        DateOnly? last = null;
        foreach (var task in resources.OfType("Task"))
        {
            if (!Is(task)) continue;
            if (task.Root["status"].Text is "cancelled" or "rejected" or "failed" or "entered-in-error") continue;
            if (task.Root["status"].Text != "completed") return null;
            var done = Days.Last(task.Root["executionPeriod"]["end"]) ?? Days.First(task.Root["lastModified"]);
            if (done >= start && (last is null || done > last)) last = done;
        }

        var due = last is { } day ? day.AddMonths(deadlines.ReviewMonths) : start.AddMonths(deadlines.FirstReviewMonths);
        var text = last is null
            ? new Phrase($"첫 계획 점검 (시작 후 {deadlines.FirstReviewMonths}개월 안)", $"First review of the plan (within {deadlines.FirstReviewMonths} months)")
            : new Phrase($"계획 점검 ({deadlines.ReviewMonths}개월마다)", $"Review of the plan (every {deadlines.ReviewMonths} months)");
        return new(outline.Reference, null, DueKind.PlanReview, due, due.DayNumber - plan.Today.DayNumber, text, outline.Author);
    }
}
