using System.Collections.Concurrent;
using CareExchange.Fhir.Definitions;

namespace CareExchange.Terminology.CodeSystems;

/// <summary>The code systems of a schema, each indexed when it is first asked for and kept. Thread-safe.</summary>
public sealed class CodeSystemCatalog(Schema schema)
{
    private readonly ConcurrentDictionary<string, Lazy<CodeSystem?>> _systems = new(StringComparer.Ordinal);

    /// <summary>The code system with this URL; null where the schema has none.</summary>
    /// <param name="system">The <c>system</c> of its codings.</param>
    public CodeSystem? Find(string system) => _systems.GetOrAdd(
        system, static (url, from) => new(() => from.FindCodeSystem(url) is { } definition ? new(definition) : null), schema).Value;
}
