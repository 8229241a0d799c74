using System.Collections.Concurrent;

namespace CareExchange.Fhir.Definitions;

/// <summary>Definition packs joined into one answer to "what may stand here?".</summary>
/// <remarks>
/// Immutable to its users and safe across threads; types, value sets and code systems are decoded when first asked for. A schema can be
/// laid over another (<see cref="With"/>): the lower one is shared, with its nodes and their tags, and is never changed.
/// Canonicals may carry <c>|version</c>: several versions stand side by side, and without a version the highest counts.
/// </remarks>
public sealed class Schema
{
    private static readonly Lazy<Schema> Core = new(() => new([PackFormat.Read(EmbeddedPack.Read("r4.core.pack"))]));
    private static readonly Lazy<Schema> Own = new(() => R4.With(PackFormat.Read(EmbeddedPack.Read("kr.core.pack"))).With(PackFormat.Read(EmbeddedPack.Read("careexchange.guide.pack"))));

    private readonly Schema? _below;
    private readonly IReadOnlyList<DefinitionPack> _own;
    private readonly Dictionary<string, TypeDefinition> _byName = new(StringComparer.Ordinal);
    private readonly CanonicalIndex<TypeDefinition> _byUrl;
    private readonly Lazy<Dictionary<(string Base, string Code), SearchParameterDefinition>> _searchParameters;
    private readonly Lazy<CanonicalIndex<ValueSetDefinition>> _valueSets;
    private readonly Lazy<CanonicalIndex<CodeSystemDefinition>> _codeSystems;
    private readonly Lazy<CanonicalIndex<ConceptMapDefinition>> _conceptMaps;
    private readonly ConcurrentDictionary<string, SchemaNode> _roots = new(StringComparer.Ordinal);
    private readonly SchemaNodeTable _nodes;

    /// <summary>Joins packs; where two define the same canonical in the same version, the later one wins.</summary>
    public Schema(IReadOnlyList<DefinitionPack> packs)
        : this(null, packs)
    {
    }

    private Schema(Schema? below, IReadOnlyList<DefinitionPack> own)
    {
        _below = below;
        _own = own;
        _nodes = new(below?._nodes);
        Packs = below is null ? own : [.. below.Packs, .. own];

        // What the lower schema calls a type stays that type: its nodes are shared, so it cannot become another one.
        var types = new List<TypeDefinition>(own.Sum(pack => pack.Types.Count));
        foreach (var pack in own)
        {
            foreach (var type in pack.Types)
            {
                if (!type.IsConstraint && below?.FindType(type.TypeName) is not null) continue;
                types.Add(type);
                if (!type.IsConstraint) _byName[type.TypeName] = type;
            }
        }

        _byUrl = new(types, static type => type.Url, static type => type.Version, below?._byUrl);
        foreach (var type in types)
        {
            // An instance of a logical model names it by the last step of its URL.
            if (type is { IsConstraint: false, Kind: TypeKind.Logical } && LogicalName(type) is var name && below?.FindType(name) is null) _byName.TryAdd(name, type);
            if (type.BaseUrl is { } url && type.Base?.Url != url) type.Base = _byUrl.Find(url);
        }

        _searchParameters = new(ReadSearchParameters);
        _valueSets = new(() => new(own.SelectMany(pack => pack.ValueSets.Value), static valueSet => valueSet.Url, static valueSet => valueSet.Version, below?._valueSets.Value));
        _codeSystems = new(() => new(own.SelectMany(pack => pack.CodeSystems.Value), static system => system.Url, static system => system.Version, below?._codeSystems.Value));
        _conceptMaps = new(() => new(own.SelectMany(pack => pack.ConceptMaps.Value), static map => map.Url, static map => map.Version, below?._conceptMaps.Value));
    }

    /// <summary>Base R4 4.0.1, from the pack embedded in this assembly.</summary>
    public static Schema R4 => Core.Value;

    /// <summary>Base R4, KR Core 2.0.0 over it and the care-exchange guide over both: what a gateway knows before any package is added.</summary>
    public static Schema Guide => Own.Value;

    /// <summary>The packs it was joined from.</summary>
    public IReadOnlyList<DefinitionPack> Packs { get; }

    /// <summary>All types and profiles.</summary>
    public IReadOnlyList<TypeDefinition> Types => field ??= Joined(static pack => pack.Types);

    /// <summary>All search parameters.</summary>
    public IReadOnlyList<SearchParameterDefinition> SearchParameters => field ??= Joined(static pack => pack.SearchParameters);

    /// <summary>All compartments.</summary>
    public IReadOnlyList<CompartmentDefinition> Compartments => field ??= Joined(static pack => pack.Compartments);

    /// <summary>All operations.</summary>
    public IReadOnlyList<OperationDefinition> Operations => field ??= Joined(static pack => pack.Operations);

    /// <summary>The schema this one was laid over; null for one that was joined from packs.</summary>
    public Schema? Below => _below;

    /// <summary>Lays one pack over this schema.</summary>
    /// <param name="pack">Adds definitions, and further versions of definitions. It cannot change a type (other than a profile) that is known here.</param>
    /// <returns>A schema that costs what the pack costs: nodes and tags of this one are shared, so that rule trees and documents of its
    /// types stay valid.</returns>
    public Schema With(DefinitionPack pack) =>
        _nodes.Depth == SchemaNodeTable.DepthLimit ? new([.. Packs, pack]) : new(this, [pack]);

    /// <summary>A type by its name (<c>Patient</c>), or a type or profile by its canonical, with or without <c>|version</c>; null if unknown.</summary>
    public TypeDefinition? FindType(string name)
    {
        for (var schema = this; schema is not null; schema = schema._below)
        {
            if (schema._byName.TryGetValue(name, out var type)) return type;
        }

        return _byUrl.Find(name);
    }

    /// <summary>The search parameter of a resource type, one of Resource or DomainResource included; null if there is none.</summary>
    public SearchParameterDefinition? FindSearchParameter(string resourceType, string code)
    {
        for (var type = FindType(resourceType); type is not null; type = type.Base)
        {
            // What is indexed must not change with a package: the lowest definition of a code counts.
            SearchParameterDefinition? lowest = null;
            for (var schema = this; schema is not null; schema = schema._below)
            {
                if (schema._searchParameters.Value.TryGetValue((type.TypeName, code), out var parameter)) lowest = parameter;
            }

            if (lowest is not null) return lowest;
        }

        return null;
    }

    /// <summary>A value set by canonical, with or without <c>|version</c>; null if unknown.</summary>
    public ValueSetDefinition? FindValueSet(string canonical) => _valueSets.Value.Find(canonical);

    /// <summary>A code system by its URL, with or without <c>|version</c>; null if unknown.</summary>
    public CodeSystemDefinition? FindCodeSystem(string url) => _codeSystems.Value.Find(url);

    /// <summary>A concept map by canonical, with or without <c>|version</c>; null if unknown.</summary>
    public ConceptMapDefinition? FindConceptMap(string canonical) => _conceptMaps.Value.Find(canonical);

    /// <summary>The node of a type itself, from which a resource or value is read; null if the type is unknown or has no snapshot.</summary>
    /// <param name="typeName">A type's name; the URL of a logical model; the canonical of a profile, which stands for the type it constrains.</param>
    public SchemaNode? FindRoot(string typeName)
    {
        for (var schema = this; schema is not null; schema = schema._below)
        {
            if (schema._roots.TryGetValue(typeName, out var known)) return known;
            if (schema._byName.TryGetValue(typeName, out var type)) return schema.AddRoot(type);
        }

        return FindType(typeName) is { } found && found.TypeName != typeName ? FindRoot(found.TypeName) : null;
    }

    /// <summary>The node with a tag; null for 0, the tag of whatever no definition knows.</summary>
    internal SchemaNode? Node(int tag) => _nodes[tag];

    /// <summary>The node whose children a node has: its own, or those of its type or of the element it refers to, which all users share.</summary>
    /// <remarks>Without sharing, every path a document takes through recursive types would leave nodes behind for ever.</remarks>
    internal SchemaNode ContentOwner(SchemaNode node)
    {
        if (node.Definition.Children.Count > 0) return node;
        if (node.Definition.ContentReference is { } reference && FindType(reference.Split('.')[0])?.FindElement(reference) is { } target)
        {
            if (_roots.TryGetValue(reference, out var known)) return known;
            lock (_nodes.Gate) return _roots.TryGetValue(reference, out var meanwhile) ? meanwhile : _roots[reference] = Add(target, node.Type, target.Name);
        }

        return node.Type is { IsConstraint: false } type && FindRoot(type.TypeName) is { } root ? root : node;
    }

    /// <summary>The nodes one step below: a choice becomes one node for each type.</summary>
    /// <remarks>Siblings get neighbouring tags.</remarks>
    internal IReadOnlyList<SchemaNode> Expand(SchemaNode parent)
    {
        var children = new List<SchemaNode>();
        lock (_nodes.Gate) Expand(parent, children);
        return children;
    }

    private void Expand(SchemaNode parent, List<SchemaNode> children)
    {
        foreach (var definition in parent.Definition.Children)
        {
            // A primitive's `value` child is the JSON value itself.
            if (parent.IsPrimitive && definition.Name == "value") continue;
            if (definition.Max == 0) continue;
            if (!definition.IsChoice)
            {
                children.Add(Add(definition, FindNamed(Code(definition)), definition.Name));
                continue;
            }

            for (var i = 0; i < definition.Types.Count; i++)
            {
                if (IsRepeated(definition.Types, i)) continue;
                var type = FindNamed(definition.Types[i].Code);
                children.Add(Add(definition, type, ChoiceName(definition.Name, definition.Types[i].Code)));
            }
        }
    }

    private static string Code(ElementDefinition definition) =>
        definition.ContentReference is not null ? "BackboneElement" : definition.Types.Count == 0 ? "Element" : definition.Types[0].Code;

    private static bool IsRepeated(IReadOnlyList<ElementType> types, int index)
    {
        for (var i = 0; i < index; i++)
        {
            if (types[i].Code == types[index].Code) return true;
        }

        return false;
    }

    private static string ChoiceName(string name, string type)
    {
        var start = type.LastIndexOf('/') + 1;
        return start == type.Length ? name : string.Concat(name, char.ToUpperInvariant(type[start]).ToString(), type.AsSpan(start + 1));
    }

    private static string LogicalName(TypeDefinition type) => type.TypeName[(type.TypeName.LastIndexOf('/') + 1)..];

    // Profiles are never the type of a node: an element typed by one has the type it constrains, and the profile is asked beside.
    private TypeDefinition? FindNamed(string code) =>
        FindType(code) is { } type ? type.IsConstraint && type.TypeName != code ? FindNamed(type.TypeName) : type : null;

    private SchemaNode? AddRoot(TypeDefinition type)
    {
        if (type.Snapshot.Count == 0) return null;
        lock (_nodes.Gate) return _roots.TryGetValue(type.TypeName, out var meanwhile) ? meanwhile : _roots[type.TypeName] = Add(type.Root, type, type.TypeName);
    }

    private SchemaNode Add(ElementDefinition definition, TypeDefinition? type, string jsonName) =>
        _nodes.Add(tag => new(this, tag, definition, type, jsonName));

    private Dictionary<(string Base, string Code), SearchParameterDefinition> ReadSearchParameters()
    {
        var found = new Dictionary<(string Base, string Code), SearchParameterDefinition>();
        foreach (var pack in _own)
        {
            foreach (var parameter in pack.SearchParameters)
            {
                foreach (var type in parameter.Base) found[(type, parameter.Code)] = parameter;
            }
        }

        return found;
    }

    private IReadOnlyList<T> Joined<T>(Func<DefinitionPack, IReadOnlyList<T>> list) =>
        Packs.Count == 1 ? list(Packs[0]) : [.. Packs.SelectMany(list)];
}
