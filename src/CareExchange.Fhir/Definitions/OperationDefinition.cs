namespace CareExchange.Fhir.Definitions;

/// <summary>An OperationDefinition as facts.</summary>
/// <param name="Url">The canonical URL.</param>
/// <param name="Code">The name behind the <c>$</c>.</param>
/// <param name="Resources">The types it works on.</param>
/// <param name="AffectsState">True where it changes something, so that GET is not enough.</param>
/// <param name="IsSystem">May be called on the base.</param>
/// <param name="IsType">May be called on a type.</param>
/// <param name="IsInstance">May be called on a resource.</param>
/// <param name="Parameters">What goes in and out.</param>
public sealed record OperationDefinition(
    string Url,
    string Code,
    IReadOnlyList<string> Resources,
    bool AffectsState,
    bool IsSystem,
    bool IsType,
    bool IsInstance,
    IReadOnlyList<OperationParameter> Parameters);

/// <summary>One parameter of an operation.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsOut">True for a result.</param>
/// <param name="Min">Fewest.</param>
/// <param name="Max">Most; -1 where unbounded.</param>
/// <param name="Type">Its type, or null where it has parts.</param>
public sealed record OperationParameter(string Name, bool IsOut, int Min, int Max, string? Type);
