using CareExchange.Fhir.Elements;

namespace CareExchange.Exchange.CarePlans.Sections;

/// <summary>Which Task tells the state of which ServiceRequest.</summary>
internal sealed class Fulfilment
{
    private readonly Dictionary<string, PlanResource> _taskOf = new(StringComparer.Ordinal);

    public Fulfilment(PlanResources resources)
    {
        // Several attempts on one request: the one that changed last is where it stands.
        foreach (var task in resources.OfType("Task").OrderBy(task => Days.Instant(task.Root["lastModified"]) ?? Days.Instant(task.Root["authoredOn"])))
        {
            if (References.Key(task.Root["focus"]) is { } key) _taskOf[key] = task;
            foreach (var basis in task.Root.Children("basedOn"))
            {
                if (References.Key(basis) is { } request) _taskOf.TryAdd(request, task);
            }
        }
    }

    public PlanResource? TaskOf(PlanResource request) => _taskOf.GetValueOrDefault(request.Reference);

    public Element TaskRoot(PlanResource request) => TaskOf(request)?.Root ?? default;
}
