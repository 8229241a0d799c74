namespace CareExchange.Server.Rest;

/// <summary>Marks a route with the interaction it serves; the CapabilityStatement is read off these marks.</summary>
/// <param name="Code">A code of http://hl7.org/fhir/restful-interaction.</param>
/// <param name="IsSystem">True for an interaction on the whole server.</param>
internal sealed record Interaction(string Code, bool IsSystem = false)
{
    /// <summary>True for a search within a compartment: it is told by the compartments, not once more by each type.</summary>
    public bool IsCompartment { get; init; }
}
