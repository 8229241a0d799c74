using System.Collections.Concurrent;
using CareExchange.Fhir.Definitions;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Compilation;

/// <summary>The snapshot of a profile → what it adds to the type it constrains. Each profile is compiled once and shared. Thread-safe.</summary>
internal sealed class ProfileCompiler
{
    private const int MaximumCanonicals = 4096;

    private readonly Schema _schema;
    private readonly OverlayRuleBuilders _builders;
    private readonly SlicingBuilder _slicings;
    private readonly ConcurrentDictionary<string, ProfileRules?> _byCanonical = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<TypeDefinition, ProfileRules> _byDefinition = new();

    public ProfileCompiler(Schema schema, OverlayRuleBuilders builders)
    {
        _schema = schema;
        _builders = builders;
        _slicings = new(new(schema), Item);
    }

    /// <summary>The rules of a profile by its canonical; null where the schema does not have it.</summary>
    public ProfileRules? Find(string canonical)
    {
        if (_byCanonical.TryGetValue(canonical, out var known)) return known;
        var found = _schema.FindType(canonical) is { } type
            ? _byDefinition.GetOrAdd(type, static (definition, compiler) => new(definition, () => compiler.Compile(definition)), this)
            : null;

        // Canonicals are words of whoever sends a resource: only so many of them are remembered.
        if (_byCanonical.Count < MaximumCanonicals) _byCanonical.TryAdd(canonical, found);
        return found;
    }

    private OverlayRules Compile(TypeDefinition profile)
    {
        if (!profile.IsConstraint || SnapshotNode.Read(profile) is not { } root || _schema.FindRoot(profile.TypeName) is not { } node) return new([], []);
        return new(_builders.Build(root.Definition, node.Definition, node, isSameType: true), Children(root, null, node));
    }

    /// <summary>The children of a node of which more is asked than of the base.</summary>
    /// <param name="node">What the profile says.</param>
    /// <param name="sliced">What it says of all slices, where the node is one.</param>
    /// <param name="schema">What the base says.</param>
    private List<OverlayChild> Children(SnapshotNode node, SnapshotNode? sliced, SchemaNode schema)
    {
        var children = new List<OverlayChild>();
        foreach (var child in node.Children)
        {
            var name = child.Definition.Name;
            var nodes = schema.Children.Where(known => known.Definition.Name == name || known.JsonName == name).ToArray();
            if (nodes.Length == 0) continue;
            var general = sliced?.Child(name);
            var cardinality = OverlayRuleBuilders.Cardinality(child.Definition, general?.Definition ?? nodes[0].Definition);
            var item = Item(child, general, nodes);
            var slicing = _slicings.Build(child, nodes);
            if (cardinality is not null || !item.IsEmpty || slicing is not null) children.Add(new(name, cardinality, item, slicing));
        }

        return children;
    }

    // A choice is compiled once for each type that is left: what is below differs by type.
    private OverlayItem Item(SnapshotNode node, SnapshotNode? general, IReadOnlyList<SchemaNode> nodes)
    {
        var over = general?.Definition ?? nodes[0].Definition;
        var common = _builders.Common(node.Definition, over).ToList();
        var permitted = nodes.Count == 1 ? nodes : [.. nodes.Where(known => node.Definition.Types.Count == 0 || node.Definition.Types.Any(type => type.Code == known.Type?.TypeName))];
        if (permitted.Count == 1)
        {
            common.AddRange(_builders.Build(node.Definition, over, permitted[0], isSameType: false));
            var children = Children(node, general, Content(node, permitted[0]));
            return new(common.Count + children.Count == 0 ? null : new(common, children), permitted[0].IsResource ? ByResourceType(node.Definition) : []);
        }

        var byType = permitted
            .Where(known => known.Type is not null)
            .Select(known => KeyValuePair.Create(known.Type!.TypeName, new OverlayRules(_builders.Build(node.Definition, over, known, isSameType: false), Children(node, general, known))))
            .Where(pair => !pair.Value.IsEmpty);
        return new(common.Count == 0 ? null : new(common, []), [.. byType]);
    }

    // Several types of resource, each with profiles of its own.
    private static KeyValuePair<string, OverlayRules>[] ByResourceType(ElementDefinition definition) => definition.Types.Count < 2
        ? []
        : [.. definition.Types.Where(type => type.Profiles.Count > 0).DistinctBy(type => type.Code).Select(type => KeyValuePair.Create(type.Code, new OverlayRules([new TypeProfileRule(type.Profiles)], [])))];

    // Where any resource may stand and the profile permits one, what is inside is of that type.
    private SchemaNode Content(SnapshotNode node, SchemaNode schema) =>
        schema.IsResource && node.Definition.Types is [var only] && _schema.FindRoot(only.Code) is { } root ? root : schema;
}
