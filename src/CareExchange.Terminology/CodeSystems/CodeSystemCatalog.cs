using System.Collections.Concurrent;
using System.Collections.Frozen;
using CareExchange.Fhir.Definitions;

namespace CareExchange.Terminology.CodeSystems;

/// <summary>The code systems of a schema, each indexed when it is first asked for and kept. Thread-safe.</summary>
public sealed class CodeSystemCatalog(Schema schema)
{
    private readonly ConcurrentDictionary<string, CodeSystem?> _systems = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<CodeSystemDefinition, CodeSystem> _indexed = new(ReferenceEqualityComparer.Instance);

    private readonly Lazy<FrozenSet<string>> _urls = new(() =>
        schema.Packs.SelectMany(pack => pack.CodeSystems.Value).Where(system => system.Content != "supplement").Select(system => system.Url).ToFrozenSet(StringComparer.Ordinal));

    /// <summary>The definitions it reads.</summary>
    public Schema Schema => schema;

    /// <summary>The code system with this URL; null where the schema has none.</summary>
    /// <param name="system">The <c>system</c> of its codings, with or without <c>|version</c>; without one the schema chooses.</param>
    public CodeSystem? Find(string system)
    {
        if (_systems.TryGetValue(system, out var known)) return known;
        if (schema.FindCodeSystem(system) is not { } definition) return null;
        var indexed = _indexed.GetOrAdd(definition, static found => new(found));

        // Only the system's own names are kept: instances may name as many systems and versions as they like.
        return system == definition.Url || system == $"{definition.Url}|{definition.Version}" ? _systems.GetOrAdd(system, indexed) : indexed;
    }

    /// <summary>A system in one version; null where the schema has none of that version.</summary>
    /// <param name="system">The <c>system</c> of its codings.</param>
    /// <param name="version">The version asked for; null or empty for whichever the schema chooses.</param>
    public CodeSystem? Find(string system, string? version)
    {
        if (string.IsNullOrEmpty(version)) return Find(system);
        return Find($"{system}|{version}") is { } found && found.Definition.Version == version ? found : null;
    }

    /// <summary>The code system with this URL, version left open; null where the schema has none. Allocates nothing for a system asked for before, or unknown.</summary>
    public CodeSystem? Find(ReadOnlySpan<char> system)
    {
        if (_systems.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(system, out var known)) return known;
        return _urls.Value.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(system, out var url) ? Find(url) : null;
    }
}
