using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Validation.Snapshots;

/// <summary>Lays one differential over the tree of its base.</summary>
internal sealed class DifferentialWalk(SnapshotGenerator generator, TypeDefinition definition, SnapshotNode root, List<Issue> issues)
{
    // Content references mean the content as the base has it, so it is kept before anything is changed.
    private readonly SnapshotNode _base = root.Copy(null);

    // How often a new slice may come is for its profile to say, whatever it says of the sliced element.
    private SnapshotNode? _newSlice;

    public void Apply(SnapshotNode differential) => Apply(root, differential, root.Name, isInSlice: false);

    private void Apply(SnapshotNode target, SnapshotNode differential, string id, bool isInSlice)
    {
        if (differential.Facts is { } stated) target.Facts = Merged(target, stated, id);
        if (differential.Children.Count == 0) return;
        if (target.Children.Count == 0)
        {
            // Inside a type the base has not been looked into, slices begin anew.
            isInSlice = false;
            Unfold(target, id);
        }

        foreach (var child in differential.Children) ApplyChild(target, child, id, isInSlice);
    }

    private void ApplyChild(SnapshotNode parent, SnapshotNode differential, string parentId, bool isInSlice)
    {
        var id = $"{parentId}.{differential.Name}";
        if (parent.Child(differential.Name) is { } target)
        {
            var content = differential.Slices.Count > 0 ? target.Copy(null) : target;
            Apply(target, differential, id, isInSlice);
            ApplySlices(target, differential, content, id);
        }
        else if (Choice(parent, differential.Name) is { } choice)
        {
            ApplyOneType(choice.Element, choice.Type, differential, id, isInSlice);
        }
        else if (!definition.IsConstraint && differential.Facts is { } added)
        {
            var node = new SnapshotNode(differential.Name, null) { Facts = AsNew(added) };
            parent.Children.Add(node);
            if (differential.Children.Count > 0 && added.Types is [{ Code: "Element" or "BackboneElement" }]) Unfold(node, id);
            foreach (var child in differential.Children) ApplyChild(node, child, id, isInSlice: false);
            ApplySlices(node, differential, node, id);
        }
        else
        {
            issues.Add(SnapshotIssues.Path(definition.Canonical, id));
        }
    }

    private void ApplySlices(SnapshotNode target, SnapshotNode differential, SnapshotNode content, string id)
    {
        if (differential.Slices.Count == 0) return;
        target.Facts = SliceRules.WithSlicing(target, differential, out var isSliced);
        if (!isSliced)
        {
            issues.Add(SnapshotIssues.NoSlicing(definition.Canonical, id));
            if (differential.Slices is [var only])
            {
                // One slice without slicing gives the element a name, and is about all there is of it.
                target.SliceName = only.SliceName;
                Apply(target, only, $"{id}:{only.SliceName}", isInSlice: true);
                return;
            }
        }

        foreach (var slice in differential.Slices)
        {
            var known = target.Slice(slice.SliceName!);
            _newSlice = known is null ? known = SliceRules.Add(target, slice, content) : null;
            Apply(known, slice, $"{id}:{slice.SliceName}", isInSlice: true);
        }
    }

    // valueQuantity is short for the slice value[x]:valueQuantity, and says that no other type is meant; in a slice it only narrows value[x].
    private void ApplyOneType(SnapshotNode target, ElementType type, SnapshotNode differential, string id, bool isInSlice)
    {
        if (isInSlice)
        {
            target.Facts = target.Facts! with { Types = [type] };
            Apply(target, differential, id, isInSlice);
            return;
        }

        SliceRules.NarrowTo(target, type);
        var slice = target.Slice(differential.Name);
        if (slice is null)
        {
            slice = target.Copy(differential.Name);
            slice.Facts = slice.Facts! with { Slicing = null, Min = 0, Types = [type] };
            target.Slices.Add(slice);
        }

        Apply(slice, differential, id, isInSlice: true);
    }

    private static (SnapshotNode Element, ElementType Type)? Choice(SnapshotNode parent, string name)
    {
        foreach (var child in parent.Children)
        {
            if (!child.IsChoice || !name.StartsWith(child.Name[..^3], StringComparison.Ordinal)) continue;
            var typeName = name.AsSpan(child.Name.Length - 3);
            foreach (var type in child.Facts!.Types)
            {
                if (typeName.Equals(type.Code, StringComparison.OrdinalIgnoreCase)) return (child, type);
            }
        }

        return null;
    }

    private ElementDefinition Merged(SnapshotNode target, ElementDefinition stated, string id)
    {
        var of = target.Facts!;
        var merged = ElementMerge.Merge(of, stated, definition.Url);

        // A slice of a choice says which of its types is meant; what a profile asks of that type is asked by the type.
        var isTypeSlice = target.IsChoice && target.SliceName is not null;
        if (!isTypeSlice && stated.Types is [{ Profiles: [var profile] }] && generator.Find(profile) is { IsConstraint: true } typed) merged = ByProfile(merged, stated, typed);
        if (!definition.IsConstraint) return merged;
        if (merged.Min < of.Min && target.SliceName is null) issues.Add(SnapshotIssues.MinBelowBase(definition.Canonical, id, of.Min, merged.Min));
        if (target != _newSlice && of.Max >= 0 && (merged.Max < 0 || merged.Max > of.Max)) issues.Add(SnapshotIssues.MaxAboveBase(definition.Canonical, id, of.Max, merged.Max));
        foreach (var type in stated.Types)
        {
            if (!TypeRules.IsPermitted(type, of.Types, generator)) issues.Add(SnapshotIssues.Type(definition.Canonical, id, string.Join(", ", of.Types.Select(known => known.Code)), type.Code));
        }

        return merged;
    }

    // An extension repeats as often as its own definition says, unless the profile says otherwise; constraints of a type's profile hold here too.
    private static ElementDefinition ByProfile(ElementDefinition merged, ElementDefinition stated, TypeDefinition profile)
    {
        var constraints = ElementMerge.Constraints(merged.Constraints, profile.Root.Constraints, profile.Url);
        if (profile.TypeName != "Extension") return merged with { Constraints = constraints };
        return merged with
        {
            Constraints = constraints,
            Min = stated.Stated.HasFlag(ElementFacts.Min) ? merged.Min : profile.Root.Min,
            Max = stated.Stated.HasFlag(ElementFacts.Max) ? merged.Max : profile.Root.Max,
            IsModifier = merged.IsModifier || profile.Root.IsModifier,
        };
    }

    private void Unfold(SnapshotNode target, string id)
    {
        var facts = target.Facts!;
        if (facts.ContentReference is { } reference && Referenced(reference) is { } source)
        {
            target.Facts = facts with { ContentReference = null, Types = source.Facts!.Types };
            target.TakeContent(source);
            return;
        }

        var name = TypeRules.ContentType(facts);
        var content = (facts.Types is [{ Profiles: [var profile] }] ? generator.Find(profile) : null) ?? generator.Find(name);
        if (content is null || SnapshotTree.Build(content.Snapshot) is not { } tree)
        {
            issues.Add(SnapshotIssues.UnknownContent(definition.Canonical, id, name));
            return;
        }

        target.TakeContent(tree);
    }

    private SnapshotNode? Referenced(string reference)
    {
        var steps = reference.Split('.');
        var node = steps[0] == _base.Name ? _base : generator.Find(steps[0]) is { } other ? SnapshotTree.Build(other.Snapshot) : null;
        for (var i = 1; node is not null && i < steps.Length; i++) node = node.Child(steps[i]);
        return node;
    }

    private ElementDefinition AsNew(ElementDefinition added) => added with
    {
        BasePath = added.BasePath ?? added.Path,
        BaseMin = added.Min,
        BaseMax = added.Max,
        Constraints = ElementMerge.Constraints(OfEvery(added), added.Constraints, definition.Url),
    };

    // What holds for every Element (and every Extension) is said again at each element of a type; what a data type asks of itself is not.
    private IReadOnlyList<ElementConstraint> OfEvery(ElementDefinition added)
    {
        if (definition.TypeName.Contains('/', StringComparison.Ordinal) || added.Representation.Contains("xmlAttr")) return [];
        if (added.Types.Count > 0 && generator.Find(added.Types[0].Code)?.IsA("Element") != true) return [];
        return added.Types is [{ Code: "Extension" }] && definition.TypeName != "Extension"
            ? generator.Find("Extension")?.Root.Constraints ?? []
            : generator.Find("Element")?.Root.Constraints ?? [];
    }
}
