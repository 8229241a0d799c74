using CareExchange.Exchange.CarePlans.Lines;

namespace CareExchange.Exchange.CarePlans.Sections;

/// <summary>The plan itself. One is active per person and programme (T25); of several the one that started last is the plan, the others stay as services.</summary>
internal static class OutlineSection
{
    public static PlanOutline? Build(PlanResources resources) =>
        resources.OfType("CarePlan")
            .Where(plan => plan.Root["status"].Text is "active" or "on-hold" or "draft" && plan.Root["intent"].Text is "plan" or "order" or null)
            .OrderBy(plan => plan.Root["status"].Text == "active" ? 0 : 1)
            .ThenByDescending(plan => Days.First(plan.Root["period"]["start"]) ?? Days.First(plan.Root["created"]) ?? DateOnly.MinValue)
            .Select(plan => new PlanOutline(
                plan.Reference,
                plan.Source,
                Phrases.Of(plan.Root["title"]) ?? Phrases.Of(plan.Root["category"]) ?? new("개인별지원계획", "Personal support plan"),
                plan.Root["status"].Text!,
                Days.Span(plan.Root["period"]),
                Days.First(plan.Root["created"]),
                References.Name(resources, plan.Root["author"]) ?? plan.Source.Organization,
                Phrases.Of(plan.Root["description"])))
            .FirstOrDefault();
}
