namespace CareExchange.Storage.Search;

/// <summary>A compartment that a search stays within (R4 compartmentdefinition.html), such as all that belongs to one Patient.</summary>
/// <param name="Type">The type at its centre.</param>
/// <param name="Id">The id of the resource at its centre.</param>
public sealed record SearchCompartment(string Type, string Id)
{
    /// <summary><c>Type/id</c>.</summary>
    public override string ToString() => $"{Type}/{Id}";
}
