using System.Collections.Frozen;

namespace CareExchange.Fhir.Definitions;

/// <summary>Definition packs joined into one answer to "what may stand here?".</summary>
/// <remarks>Immutable to its users and safe across threads; types, value sets and code systems are decoded when first asked for.</remarks>
public sealed class Schema
{
    private const string CoreUrl = "http://hl7.org/fhir/StructureDefinition/";
    private static readonly Lazy<Schema> Core = new(() => new([PackFormat.Read(EmbeddedPack.Read())]));

    private readonly FrozenDictionary<string, TypeDefinition> _byName;
    private readonly FrozenDictionary<string, TypeDefinition> _byUrl;
    private readonly FrozenDictionary<(string Base, string Code), SearchParameterDefinition> _searchParameters;
    private readonly Lazy<FrozenDictionary<string, ValueSetDefinition>> _valueSets;
    private readonly Lazy<FrozenDictionary<string, CodeSystemDefinition>> _codeSystems;
    private readonly Lazy<FrozenDictionary<string, ConceptMapDefinition>> _conceptMaps;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SchemaNode> _roots = new(StringComparer.Ordinal);
    private SchemaNode[] _nodes = new SchemaNode[1024];
    private int _count = 1;

    /// <summary>Joins packs; where two define the same canonical, the later one wins.</summary>
    public Schema(IReadOnlyList<DefinitionPack> packs)
    {
        Packs = packs;
        Types = [.. packs.SelectMany(pack => pack.Types)];
        _byUrl = Last(Types, type => type.Url);
        _byName = Last(Types.Where(type => !type.IsConstraint), type => type.TypeName);
        SearchParameters = [.. packs.SelectMany(pack => pack.SearchParameters)];
        Compartments = [.. packs.SelectMany(pack => pack.Compartments)];
        Operations = [.. packs.SelectMany(pack => pack.Operations)];
        _searchParameters = SearchParameters
            .SelectMany(parameter => parameter.Base.Select(type => KeyValuePair.Create((type, parameter.Code), parameter)))
            .GroupBy(pair => pair.Key).ToFrozenDictionary(group => group.Key, group => group.Last().Value);
        _valueSets = new(() => Last(packs.SelectMany(pack => pack.ValueSets.Value), valueSet => valueSet.Url));
        _codeSystems = new(() => Last(packs.SelectMany(pack => pack.CodeSystems.Value), codeSystem => codeSystem.Url));
        _conceptMaps = new(() => Last(packs.SelectMany(pack => pack.ConceptMaps.Value), map => map.Url));
        foreach (var type in Types) type.Base = type.BaseUrl is { } url ? _byUrl.GetValueOrDefault(url) : null;
    }

    /// <summary>Base R4 4.0.1, from the pack embedded in this assembly.</summary>
    public static Schema R4 => Core.Value;

    /// <summary>The packs it was joined from.</summary>
    public IReadOnlyList<DefinitionPack> Packs { get; }

    /// <summary>All types and profiles.</summary>
    public IReadOnlyList<TypeDefinition> Types { get; }

    /// <summary>All search parameters.</summary>
    public IReadOnlyList<SearchParameterDefinition> SearchParameters { get; }

    /// <summary>All compartments.</summary>
    public IReadOnlyList<CompartmentDefinition> Compartments { get; }

    /// <summary>All operations.</summary>
    public IReadOnlyList<OperationDefinition> Operations { get; }

    /// <summary>A type by its name (<c>Patient</c>), or a type or profile by its canonical, with or without <c>|version</c>; null if unknown.</summary>
    public TypeDefinition? FindType(string name)
    {
        if (_byName.TryGetValue(name, out var type)) return type;
        return _byUrl.GetValueOrDefault(WithoutVersion(name));
    }

    /// <summary>The search parameter of a resource type, one of Resource or DomainResource included; null if there is none.</summary>
    public SearchParameterDefinition? FindSearchParameter(string resourceType, string code)
    {
        for (var type = FindType(resourceType); type is not null; type = type.Base)
        {
            if (_searchParameters.TryGetValue((type.TypeName, code), out var parameter)) return parameter;
        }

        return null;
    }

    /// <summary>A value set by canonical, with or without <c>|version</c>; null if unknown.</summary>
    public ValueSetDefinition? FindValueSet(string canonical) => _valueSets.Value.GetValueOrDefault(WithoutVersion(canonical));

    /// <summary>A code system by its URL; null if unknown.</summary>
    public CodeSystemDefinition? FindCodeSystem(string url) => _codeSystems.Value.GetValueOrDefault(WithoutVersion(url));

    /// <summary>A concept map by canonical; null if unknown.</summary>
    public ConceptMapDefinition? FindConceptMap(string canonical) => _conceptMaps.Value.GetValueOrDefault(WithoutVersion(canonical));

    /// <summary>The node of a type itself, from which a resource or value is read; null if the type is unknown.</summary>
    public SchemaNode? FindRoot(string typeName)
    {
        lock (_gate)
        {
            if (_roots.TryGetValue(typeName, out var known)) return known;
            if (!_byName.TryGetValue(typeName, out var type) || type.Snapshot.Count == 0) return null;
            return _roots[typeName] = Add(type.Root, type, type.TypeName);
        }
    }

    /// <summary>The node with a tag; null for 0, the tag of whatever no definition knows.</summary>
    internal SchemaNode? Node(int tag) => Volatile.Read(ref _nodes)[tag];

    /// <summary>The node whose children a node has: its own, or those of its type or of the element it refers to, which all users share.</summary>
    /// <remarks>Without sharing, every path a document takes through recursive types would leave nodes behind for ever.</remarks>
    internal SchemaNode ContentOwner(SchemaNode node)
    {
        if (node.Definition.Children.Count > 0) return node;
        if (node.Definition.ContentReference is { } reference && FindType(reference.Split('.')[0])?.FindElement(reference) is { } target)
        {
            lock (_gate) return _roots.TryGetValue(reference, out var known) ? known : _roots[reference] = Add(target, node.Type, target.Name);
        }

        return node.Type is { IsConstraint: false } type && FindRoot(type.TypeName) is { } root ? root : node;
    }

    /// <summary>The nodes one step below: a choice becomes one node for each type.</summary>
    internal IReadOnlyList<SchemaNode> Expand(SchemaNode parent)
    {
        var children = new List<SchemaNode>();
        lock (_gate)
        {
            foreach (var definition in parent.Definition.Children)
            {
                // A primitive's `value` child is the JSON value itself.
                if (parent.IsPrimitive && definition.Name == "value") continue;
                if (definition.Max == 0) continue;
                foreach (var type in Codes(definition))
                {
                    var name = definition.IsChoice ? string.Concat(definition.Name, char.ToUpperInvariant(type[0]).ToString(), type.AsSpan(1)) : definition.Name;
                    children.Add(Add(definition, _byName.GetValueOrDefault(type), name));
                }
            }
        }

        return children;
    }

    private static IEnumerable<string> Codes(ElementDefinition definition)
    {
        if (definition.ContentReference is not null) return ["BackboneElement"];
        return definition.Types.Count == 0 ? ["Element"] : definition.IsChoice ? definition.Types.Select(type => type.Code).Distinct(StringComparer.Ordinal) : [definition.Types[0].Code];
    }

    private SchemaNode Add(ElementDefinition definition, TypeDefinition? type, string jsonName)
    {
        if (_count == _nodes.Length)
        {
            var larger = new SchemaNode[_nodes.Length * 2];
            _nodes.CopyTo(larger, 0);
            Volatile.Write(ref _nodes, larger);
        }

        var node = new SchemaNode(this, _count, definition, type, jsonName);
        _nodes[_count++] = node;
        return node;
    }

    private static string WithoutVersion(string canonical) =>
        canonical.IndexOf('|', StringComparison.Ordinal) is > 0 and var bar ? canonical[..bar] : canonical;

    private static FrozenDictionary<string, T> Last<T>(IEnumerable<T> items, Func<T, string> key) =>
        items.GroupBy(key, StringComparer.Ordinal).ToFrozenDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal);
}
