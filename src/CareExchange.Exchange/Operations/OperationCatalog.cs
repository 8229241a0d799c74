using CareExchange.Fhir.Definitions;

namespace CareExchange.Exchange.Operations;

/// <summary>Every operation that is offered. Immutable.</summary>
public sealed class OperationCatalog
{
    /// <summary>Joins operations with their definitions.</summary>
    /// <param name="operations">What is offered.</param>
    /// <param name="schema">Has the definitions of R4.</param>
    /// <exception cref="ArgumentException">An operation has no definition.</exception>
    public OperationCatalog(IEnumerable<IOperation> operations, Schema schema)
    {
        var known = schema.Operations.ToLookup(definition => definition.Url, StringComparer.Ordinal);
        Entries = [.. operations.Select(operation => new OperationEntry(operation, Complete(operation, operation.Own ?? known[operation.Definition].LastOrDefault())))];
    }

    /// <summary>The operations in the order in which they were registered.</summary>
    public IReadOnlyList<OperationEntry> Entries { get; }

    /// <summary>The operation that an address names; null where there is none.</summary>
    public OperationEntry? Find(OperationTarget target) => Entries.FirstOrDefault(entry =>
        entry.Code == target.Code && entry.Levels.HasFlag(target.Level) && entry.IsFor(target.Type));

    /// <summary>The names offered at a level, for whoever asked for another.</summary>
    public IEnumerable<string> Names(OperationTarget target) => Entries
        .Where(entry => entry.Levels.HasFlag(target.Level) && entry.IsFor(target.Type)).Select(entry => $"${entry.Code}").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static OperationDefinition Complete(IOperation operation, OperationDefinition? definition) => definition is null
        ? throw new ArgumentException($"The operation '{operation.Definition}' has no definition.", nameof(operation))
        : definition with { Parameters = [.. definition.Parameters.Where(known => !operation.More.Any(more => more.Name == known.Name && more.IsOut == known.IsOut)), .. operation.More] };
}
