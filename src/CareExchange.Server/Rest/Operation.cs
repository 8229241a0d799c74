namespace CareExchange.Server.Rest;

/// <summary>Marks a route with the operation it serves; the CapabilityStatement is read off these marks.</summary>
/// <param name="Name">The name behind the dollar sign.</param>
/// <param name="Definition">Canonical of its OperationDefinition.</param>
/// <param name="Type">The type it is asked of; <c>Resource</c> for every type, null for the system.</param>
internal sealed record Operation(string Name, string Definition, string? Type = null);
