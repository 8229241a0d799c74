namespace CareExchange.Server.Rest;

/// <summary>Marks a route with the operation it serves; the CapabilityStatement is read off these marks.</summary>
/// <param name="Name">The name behind the dollar sign.</param>
/// <param name="Definition">Canonical of its OperationDefinition.</param>
internal sealed record Operation(string Name, string Definition);
