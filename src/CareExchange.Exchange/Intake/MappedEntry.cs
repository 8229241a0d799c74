using CareExchange.Exchange.Interactions;

namespace CareExchange.Exchange.Intake;

/// <summary>One resource of a mapped message on its way into the store.</summary>
/// <param name="Entry">The entry of the map's Bundle.</param>
/// <param name="Resource">The checked resource.</param>
internal sealed record MappedEntry(BundleEntry Entry, CheckedResource Resource)
{
    /// <summary>The checked resource, later with what its references lead to.</summary>
    public CheckedResource Resource { get; set; } = Resource;

    /// <summary>The id it is stored under, once that is known.</summary>
    public string? Id { get; set; }
}
