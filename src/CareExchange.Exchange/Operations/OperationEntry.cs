using CareExchange.Fhir.Definitions;

namespace CareExchange.Exchange.Operations;

/// <summary>An operation with its definition.</summary>
/// <param name="Operation">What carries it out.</param>
/// <param name="Definition">Its definition, with the parameters it takes beside those of R4.</param>
public sealed record OperationEntry(IOperation Operation, OperationDefinition Definition)
{
    /// <summary>The name behind the dollar sign.</summary>
    public string Code => Definition.Code;

    /// <summary>The levels it is offered at.</summary>
    public OperationLevels Levels { get; } = Operation.Levels ?? Of(Definition);

    /// <summary>True where only POST may ask.</summary>
    public bool AffectsState => Operation.AffectsState || Definition.AffectsState;

    /// <summary>Whether it is offered for a type; every type where the definition says Resource.</summary>
    public bool IsFor(string? type) => type is null || Definition.Resources.Contains("Resource", StringComparer.Ordinal) || Definition.Resources.Contains(type, StringComparer.Ordinal);

    private static OperationLevels Of(OperationDefinition definition)
    {
        var levels = OperationLevels.None;
        if (definition.IsSystem) levels |= OperationLevels.System;
        if (definition.IsType) levels |= OperationLevels.Type;
        return definition.IsInstance ? levels | OperationLevels.Instance : levels;
    }
}
