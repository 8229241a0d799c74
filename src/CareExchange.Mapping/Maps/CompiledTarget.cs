using CareExchange.Fhir.Elements;
using CareExchange.Mapping.Fml;
using CareExchange.Mapping.Maps.Transforms;

namespace CareExchange.Mapping.Maps;

/// <summary>One target of a rule: finds or makes the place, gives it the transform's value, and binds the variable.</summary>
/// <param name="syntax">The target as written.</param>
/// <param name="context">Slot of the node that is written into; -1 for a transform alone.</param>
/// <param name="transform">The value; null makes an empty element.</param>
/// <param name="slot">Where the result is put; -1 for nowhere.</param>
internal sealed class CompiledTarget(MapTarget syntax, int context, Transform? transform, int slot)
{
    private readonly string[] _path = [.. syntax.Path];
    private readonly PropertyLookup[] _lookups = [.. syntax.Path.Select((name, i) => new PropertyLookup(name, i == syntax.Path.Count - 1 ? (transform as CopyTransform)?.Literal : null))];
    private readonly bool _isPlain = syntax.ShareId is null && !syntax.ListModes.Contains(TargetListMode.Single);
    private readonly bool _first = syntax.ListModes.Contains(TargetListMode.First);
    private readonly bool _collate = syntax.ListModes.Contains(TargetListMode.Collate);
    private readonly bool _single = syntax.ListModes.Contains(TargetListMode.Single);

    /// <summary>Slot of the source that a plain <c>src.a -> tgt.b</c> copies; -1 for other rules.</summary>
    public int CopySlot { get; init; } = -1;

    private string Label => string.Join('.', _path.Prepend(syntax.Context ?? ""));

    public void Run(MapRun run, int frame)
    {
        var result = Make(run, frame);
        if (slot >= 0) run[frame, slot] = result;
    }

    private MapValue Make(MapRun run, int frame)
    {
        if (context < 0) return transform!.Run(run, frame);
        if (run[frame, context].Node is not { } node)
        {
            if (run[frame, context].Exists) Fail(run, "a target", "a source value");
            return default;
        }

        for (var i = 0; i < _path.Length - 1; i++)
        {
            if (Place(run, node, i) is not { } step) return default;
            var present = step.Variant.IsOpen ? node.Last(step.Variant) : step.Variant.IsList ? null : node.Single(step.Variant);
            node = present ?? node.Append(step.Variant, new(step.Variant.Shape));
        }

        if (_path.Length == 0) return transform is null ? run[frame, context] : Assign(run, node, transform.Run(run, frame));
        return Put(run, frame, node);
    }

    private MapValue Put(MapRun run, int frame, ElementBuilder node)
    {
        var last = _path.Length - 1;
        if (_path[last] == "value" && node.Shape.IsPrimitive && transform is not null) return Assign(run, node, transform.Run(run, frame));
        var property = _lookups[last].Find(node.Shape, out var literal);
        if (property is null)
        {
            Fail(run, $"an element of {node.TypeName}", _path[last]);
            return default;
        }

        if (literal is not null && _isPlain) return Bound(run, node.Append(property.Only!, new(literal), _first));
        if (CopySlot >= 0) return CopyValue(run, frame, node, property);
        if (transform is null) return Bound(run, property.Only is { Node.IsResource: false } typed ? Open(run, node, typed) : Unclear(run));
        var value = transform.Run(run, frame);
        if (!value.Exists) return default;
        if (syntax.ShareId is { } id && property.Only is { } shared && run.Shared(node, shared, id) is { } present) return new(present, run.Origin);
        if (_single && property.Only is { } only && node.Last(only) is not null)
        {
            Fail(run, "one value", "a second one");
            return default;
        }

        if (Assignment.Put(run, node, property, value, _first) is not { } made) return default;
        Share(run, node, made);
        return Bound(run, made);
    }

    /// <summary>A new item of a list; of a single element the one that is there.</summary>
    private ElementBuilder? Open(MapRun run, ElementBuilder node, ShapeVariant variant)
    {
        if (syntax.ShareId is { } id && run.Shared(node, variant, id) is { } shared) return shared;
        if (!variant.IsList && node.Single(variant) is { } present) return present;
        if (_single && node.Last(variant) is { } only) return only;

        // R4 map-list-mode: the first item is used again, and content is added to it.
        if (_collate && FirstOf(node, variant) is { } begun) return begun;
        var made = node.Append(variant, new(variant.Shape), _first);
        Share(run, node, made);
        return made;
    }

    private ElementBuilder? Unclear(MapRun run)
    {
        Fail(run, "create('Type') for an element of several types", _path[^1]);
        return null;
    }

    private static ElementBuilder? FirstOf(ElementBuilder node, ShapeVariant variant)
    {
        foreach (var child in node.Children)
        {
            if (ReferenceEquals(child.Variant, variant)) return child;
        }

        return null;
    }

    private void Share(MapRun run, ElementBuilder node, ElementBuilder made)
    {
        if (syntax.ShareId is { } id) run.Share(node, made.Variant!, id, made);
    }

    private MapValue CopyValue(MapRun run, int frame, ElementBuilder node, ShapeProperty property)
    {
        var value = run[frame, CopySlot];
        if (run.Map.TypeGroups.Find(value, property) is var (group, variant) && Open(run, node, variant) is { } made)
        {
            group.Run(run, [value, new(made, run.Origin)]);
            return Bound(run, made);
        }

        return Bound(run, Assignment.Put(run, node, property, value, _first));
    }

    private static MapValue Assign(MapRun run, ElementBuilder node, MapValue value)
    {
        if (!value.Exists) return default;
        Assignment.Fill(run, node, value);
        return Bound(run, node);
    }

    private static MapValue Bound(MapRun run, ElementBuilder? made)
    {
        if (made is null) return default;
        run.Trace.Add(new(run.Rule!, run.Origin.Exists ? run.Origin.Start : -1, made));
        return new(made, run.Origin);
    }

    private (ShapeVariant Variant, bool IsList)? Place(MapRun run, ElementBuilder node, int at)
    {
        if (_lookups[at].Find(node.Shape)?.Only is { Node.IsResource: false } variant) return (variant, variant.IsList);
        Fail(run, $"an element of {node.TypeName} with one type", _path[at]);
        return null;
    }

    private void Fail(MapRun run, string expected, string found) =>
        run.Report("structure", "map-target", $"The map cannot write {Label}.", $"매핑이 {Label}에 쓸 수 없습니다.", expected, found);
}
