using CareExchange.Fhir.Elements;

namespace CareExchange.Exchange.CarePlans.Sections;

/// <summary>Everything the reader may see of one person, by type and by reference.</summary>
internal sealed class PlanResources
{
    private readonly Dictionary<string, List<PlanResource>> _byType = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PlanResource> _byReference = new(StringComparer.Ordinal);

    public required string Person { get; init; }

    public required DateOnly Today { get; init; }

    public IEnumerable<PlanResource> All => _byReference.Values;

    /// <summary>Adds it; the same resource given twice stays one.</summary>
    public void Add(PlanResource resource)
    {
        if (!_byReference.TryAdd(resource.Reference, resource)) return;
        if (!_byType.TryGetValue(resource.Type, out var list)) _byType[resource.Type] = list = [];
        list.Add(resource);
    }

    public IReadOnlyList<PlanResource> OfType(string type) => _byType.TryGetValue(type, out var list) ? list : [];

    /// <summary>What a Reference element points to, if it is here; a reference to something withheld finds nothing.</summary>
    public PlanResource? Find(Element reference) => References.Key(reference) is { } key ? _byReference.GetValueOrDefault(key) : null;
}
