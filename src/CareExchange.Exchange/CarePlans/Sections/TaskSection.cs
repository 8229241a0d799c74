using CareExchange.Exchange.CarePlans.Lines;

namespace CareExchange.Exchange.CarePlans.Sections;

/// <summary>TODO: tasks of the team. A task about a ServiceRequest is that service's or referral's state, not a thing to do.</summary>
internal static class TaskSection
{
    public static List<TaskLine> Build(PlanResources resources) =>
    [
        .. from task in resources.OfType("Task")
           where task.Root["status"].Text is { } status && status != "entered-in-error" && !IsFulfilment(task)
           let text = Phrases.Of(task.Root["description"]) ?? Phrases.Of(task.Root["code"])
           where text is not null
           let line = new TaskLine(
               task.Reference,
               task.Source,
               text,
               task.Root["status"].Text!,
               References.Name(resources, task.Root["owner"]),
               Days.Last(task.Root["restriction"]["period"]["end"]),
               task.Root["priority"].Text is "urgent" or "asap" or "stat",
               Phrases.Of(task.Root["statusReason"]) ?? Phrases.Of(task.Root["note"]["text"]))
           orderby line.Due ?? DateOnly.MaxValue, line.Reference
           select line,
    ];

    /// <summary>True for a task that carries out a ServiceRequest.</summary>
    public static bool IsFulfilment(PlanResource task) =>
        References.Key(task.Root["focus"])?.StartsWith("ServiceRequest/", StringComparison.Ordinal) == true
        || task.Category == "referral";
}
