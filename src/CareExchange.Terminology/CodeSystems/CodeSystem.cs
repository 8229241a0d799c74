using System.Collections.Frozen;
using CareExchange.Fhir.Definitions;

namespace CareExchange.Terminology.CodeSystems;

/// <summary>One code system, indexed: codes by text, children by parent. Immutable and thread-safe.</summary>
/// <remarks>Concepts are spoken of by their index in the definition, so an index over them costs integers and no copies.</remarks>
public sealed class CodeSystem
{
    private readonly FrozenDictionary<string, int> _byCode;
    private readonly Lazy<IReadOnlyList<int[]>> _parents;

    internal CodeSystem(CodeSystemDefinition definition)
    {
        Definition = definition;
        Comparer = definition.IsCaseSensitive ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;
        var byCode = new Dictionary<string, int>(definition.Concepts.Count, Comparer);
        for (var index = 0; index < definition.Concepts.Count; index++) byCode.TryAdd(definition.Concepts[index].Code, index);
        _byCode = byCode.ToFrozenDictionary(Comparer);
        _parents = new(ReadParents);
    }

    /// <summary>The facts behind the index.</summary>
    public CodeSystemDefinition Definition { get; }

    /// <summary>How codes of this system are compared (R4 CodeSystem.caseSensitive).</summary>
    public StringComparer Comparer { get; }

    /// <summary>True where the definition lists every code, so that a code that is not listed does not exist.</summary>
    public bool IsComplete => Definition.Content == "complete";

    /// <summary>The concept with this code, or null.</summary>
    public CodeSystemConcept? Find(string code) => _byCode.TryGetValue(code, out var index) ? Definition.Concepts[index] : null;

    /// <summary>True if the concept at <paramref name="index"/> is the concept <paramref name="ancestor"/> or stands below it.</summary>
    internal bool IsA(int index, int ancestor)
    {
        if (index == ancestor) return true;
        var pending = new Stack<int>([index]);
        var seen = new HashSet<int>();
        while (pending.TryPop(out var at))
        {
            if (at == ancestor) return true;
            if (!seen.Add(at)) continue;
            foreach (var parent in _parents.Value[at]) pending.Push(parent);
        }

        return false;
    }

    /// <summary>The index of a code, or -1.</summary>
    internal int IndexOf(string code) => _byCode.GetValueOrDefault(code, -1);

    /// <summary>The direct parents of the concept at an index.</summary>
    internal IReadOnlyList<int> Parents(int index) => _parents.Value[index];

    // A hierarchy is written by nesting, or by properties where a concept has several parents (R4 codesystem.html#hierarchy).
    private IReadOnlyList<int[]> ReadParents()
    {
        var concepts = Definition.Concepts;
        var parents = new List<int>[concepts.Count];
        for (var index = 0; index < concepts.Count; index++)
        {
            var own = parents[index] ??= [];
            if (concepts[index].Parent >= 0) own.Add(concepts[index].Parent);
            foreach (var (code, value) in concepts[index].Properties)
            {
                if (code is "parent" or "subsumedBy" && IndexOf(value) is >= 0 and var parent) own.Add(parent);
                if (code == "child" && IndexOf(value) is >= 0 and var child) (parents[child] ??= []).Add(index);
            }
        }

        return [.. parents.Select(list => list.Distinct().ToArray())];
    }
}
