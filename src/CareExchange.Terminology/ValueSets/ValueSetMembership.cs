using System.Collections.Concurrent;
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
    }

    /// <summary>The code systems it reads.</summary>
    public CodeSystemCatalog Systems => _systems;

    /// <summary>True where the value set can be asked at all: the schema defines it, or its canonical says what is in it.</summary>
    public bool Knows(string valueSet) => _schema.FindValueSet(valueSet) is not null;

    /// <summary>Whether a value set holds a code: true, false, or null for <em>not evaluated</em>.</summary>
    /// <param name="valueSet">Canonical of the value set, with or without <c>|version</c>. One that the schema lacks is not evaluated.</param>
    /// <param name="system">The code system; null or empty to ask for the code in whichever system.</param>
    /// <param name="code">The code.</param>
    public bool? Contains(string valueSet, string? system, string code) => Find(valueSet).Contains(system, code);

    /// <summary>The compiled value set, for callers that ask often. Never null: an unknown one evaluates nothing.</summary>
    public CodeSet Find(string valueSet) => Find(valueSet, []);

    // Definitions can import each other in a circle. Inside a circle nothing can be said, and nothing is kept that was said there.
    private CodeSet Find(string valueSet, IReadOnlyList<string> importing)
    {
        var bar = valueSet.IndexOf('|', StringComparison.Ordinal);
        var url = bar > 0 ? valueSet[..bar] : valueSet;
        if (_sets.TryGetValue(url, out var known)) return known;
        if (importing.Contains(url)) return UnknownCodes.Instance;
        if (_schema.FindValueSet(url) is not { } definition) return UnknownCodes.Instance;
        var compiled = new ValueSetCompiler(_systems, import => Find(import, [.. importing, url])).Compile(definition);
        return importing.Count == 0 ? _sets.GetOrAdd(url, compiled) : compiled;
    }
}
