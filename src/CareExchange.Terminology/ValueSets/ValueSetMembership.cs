using System.Collections.Concurrent;
using System.Collections.Frozen;
using CareExchange.Fhir.Definitions;
using CareExchange.Terminology.CodeSystems;

namespace CareExchange.Terminology.ValueSets;

/// <summary>Which codes the value sets of a schema hold. Each value set is compiled when it is first asked for and kept. Thread-safe.</summary>
/// <remarks>Membership comes from <c>ValueSet.compose</c> over the schema's own code systems; no terminology server is asked.</remarks>
public sealed class ValueSetMembership
{
    private readonly Schema _schema;
    private readonly CodeSystemCatalog _systems;
    private readonly ConcurrentDictionary<string, CodeSet> _sets = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<ValueSetDefinition, CodeSet> _compiled = new(ReferenceEqualityComparer.Instance);
    private readonly Lazy<FrozenDictionary<string, CodeSystemDefinition>> _byAllCodes;

    /// <summary>Prepares membership over a schema; nothing is decoded yet.</summary>
    public ValueSetMembership(Schema schema)
        : this(schema, new CodeSystemCatalog(schema))
    {
    }

    /// <summary>Prepares membership over a schema whose code systems are already indexed elsewhere.</summary>
    public ValueSetMembership(Schema schema, CodeSystemCatalog systems)
    {
        _schema = schema;
        _systems = systems;
        _byAllCodes = new(() => schema.Packs.SelectMany(pack => pack.CodeSystems.Value).Where(system => system.ValueSet is not null)
            .GroupBy(system => system.ValueSet!, StringComparer.Ordinal).ToFrozenDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal));
    }

    /// <summary>The code systems it reads.</summary>
    public CodeSystemCatalog Systems => _systems;

    /// <summary>The definitions it reads.</summary>
    public Schema Schema => _schema;

    /// <summary>True where the value set can be asked at all: the schema defines it, or its canonical says what is in it.</summary>
    public bool Knows(string valueSet) => Definition(valueSet) is not null;

    /// <summary>Whether a value set holds a code: true, false, or null for <em>not evaluated</em>.</summary>
    /// <param name="valueSet">Canonical of the value set, with or without <c>|version</c>. One that the schema lacks is not evaluated.</param>
    /// <param name="system">The code system; null or empty to ask for the code in whichever system.</param>
    /// <param name="code">The code.</param>
    public bool? Contains(string valueSet, string? system, string code) => Find(valueSet).Contains(system, code);

    /// <summary>The compiled value set, for callers that ask often. Never null: an unknown one evaluates nothing.</summary>
    public CodeSet Find(string valueSet) => Find(valueSet, []);

    /// <summary>The definition of a value set: the schema's own, or one that its canonical implies; null where there is none.</summary>
    public ValueSetDefinition? Definition(string valueSet)
    {
        if (_schema.FindValueSet(valueSet) is { } defined) return defined;
        var bar = valueSet.IndexOf('|', StringComparison.Ordinal);
        var url = bar > 0 ? valueSet[..bar] : valueSet;
        if (_byAllCodes.Value.TryGetValue(url, out var system)) return ImplicitValueSet.AllOf(url, system.Url);
        return ImplicitValueSet.Renamed(url) is { } renamed && _schema.FindValueSet(renamed) is { } later ? later : ImplicitValueSet.Find(url);
    }

    // Definitions can import each other in a circle. Inside a circle nothing can be said, and nothing is kept that was said there.
    private CodeSet Find(string valueSet, IReadOnlyList<string> importing)
    {
        if (_sets.TryGetValue(valueSet, out var known)) return known;
        if (Definition(valueSet) is not { } definition || importing.Contains(definition.Url)) return UnknownCodes.Instance;
        if (importing.Count > 0) return Compile(definition, importing);
        var compiled = _compiled.GetOrAdd(definition, static (found, self) => self.Compile(found, []), this);

        // Only canonicals that a definition bears are kept: callers may ask for any text.
        if (valueSet == definition.Url || valueSet == $"{definition.Url}|{definition.Version}") _sets.TryAdd(valueSet, compiled);
        return compiled;
    }

    private CodeSet Compile(ValueSetDefinition definition, IReadOnlyList<string> importing) =>
        new ValueSetCompiler(_systems, import => Find(import, [.. importing, definition.Url])).Compile(definition);
}
