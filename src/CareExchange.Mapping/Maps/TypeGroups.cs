using CareExchange.Fhir.Elements;

namespace CareExchange.Mapping.Maps;

/// <summary>The groups that are the default for their types (<c>&lt;&lt;types&gt;&gt;</c>, <c>&lt;&lt;type+&gt;&gt;</c>): they do what <c>src.a -> tgt.b</c> leaves open.</summary>
internal sealed class TypeGroups
{
    private readonly Dictionary<(string Source, string Target), CompiledGroup> _byPair = [];
    private readonly Dictionary<string, (CompiledGroup Group, string Target)> _bySource = new(StringComparer.Ordinal);

    // Groups whose source is of a model that no definition knows, in the order of the map.
    private readonly List<(string Source, string Target, CompiledGroup Group)> _undefined = [];

    /// <summary>Registers a group; of two for the same types the first counts.</summary>
    /// <param name="source">Type name of its source.</param>
    /// <param name="target">Type name of its target.</param>
    /// <param name="group">The group.</param>
    /// <param name="isForSource">True for <c>type+</c>: it is the default for its source type, whatever the target.</param>
    /// <param name="isDefined">False where the schema lacks the source type.</param>
    public void Add(string source, string target, CompiledGroup group, bool isForSource, bool isDefined)
    {
        _byPair.TryAdd((source, target), group);
        if (isForSource) _bySource.TryAdd(source, (group, target));
        if (!isDefined) _undefined.Add((source, target, group));
    }

    /// <summary>The group for a value and the property it goes into, with the type that is made; null where a plain copy will do.</summary>
    public (CompiledGroup Group, ShapeVariant Variant)? Find(MapValue value, ShapeProperty property)
    {
        if (_byPair.Count == 0 || value.TypeName is not { Length: > 0 } source) return null;
        for (var type = value.Element.Type; type is not null; type = type.Base)
        {
            if (Pair(type.TypeName, property) is { } derived) return derived;
        }

        if (Pair(source, property) is { } found) return found;
        if (_bySource.TryGetValue(source, out var plus) && property.ForType(plus.Target) is { Node.IsResource: false } made) return (plus.Group, made);
        return value.Element is { Exists: true, Definition: null, IsPrimitive: false } element ? Undefined(element, property) : null;
    }

    private (CompiledGroup, ShapeVariant)? Pair(string source, ShapeProperty property)
    {
        foreach (var variant in property.Variants)
        {
            if (!variant.Node.IsResource && _byPair.TryGetValue((source, variant.Shape.TypeName), out var group)) return (group, variant);
        }

        return null;
    }

    // A tree without definitions does not say its types, but may name one; otherwise what is to be made decides.
    private (CompiledGroup, ShapeVariant)? Undefined(Element element, ShapeProperty property)
    {
        var said = element["xsiType"].Text ?? element["resourceType"].Text;
        (CompiledGroup, ShapeVariant)? first = null;
        foreach (var (source, target, group) in _undefined)
        {
            foreach (var variant in property.Variants)
            {
                if (variant.Node.IsResource || variant.Shape.TypeName != target) continue;
                if (source == said) return (group, variant);
                first ??= (group, variant);
            }
        }

        return first;
    }
}
