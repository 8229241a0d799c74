using CareExchange.Fhir.Definitions;

namespace CareExchange.Validation.Snapshots;

/// <summary>The list of elements of a definition → a tree.</summary>
internal static class SnapshotTree
{
    /// <summary>The root; null where there are no elements.</summary>
    /// <remarks>Ids say to which slice content belongs. Where they do not fit the paths, the place in the list does.</remarks>
    public static SnapshotNode? Build(IReadOnlyList<ElementDefinition> elements)
    {
        if (elements.Count == 0) return null;
        var ids = elements.All(FitsPath) ? null : ElementIds.ByPlace(elements);
        var root = new SnapshotNode(elements[0].Path.Split('.')[0], null);
        for (var i = 0; i < elements.Count; i++)
        {
            var node = root;
            var steps = (ids?[i] ?? elements[i].Id).Split('.');
            for (var depth = 1; depth < steps.Length; depth++)
            {
                var (name, slice) = Step(steps[depth]);
                node = Find(node, name, slice ?? (depth == steps.Length - 1 ? elements[i].SliceName : null));
            }

            node.Facts = elements[i];
        }

        return root;
    }

    private static SnapshotNode Find(SnapshotNode parent, string name, string? sliceName)
    {
        var child = parent.Child(name);
        if (child is null) parent.Children.Add(child = new(name, null));
        if (sliceName is null) return child;
        var slice = child.Slice(sliceName);
        if (slice is null) child.Slices.Add(slice = new(name, sliceName));
        return slice;
    }

    private static bool FitsPath(ElementDefinition element)
    {
        var steps = element.Id.Split('.');
        var path = element.Path.Split('.');
        if (steps.Length != path.Length) return false;
        for (var i = 0; i < steps.Length; i++)
        {
            if (Step(steps[i]).Name != path[i]) return false;
        }

        return true;
    }

    private static (string Name, string? Slice) Step(string step)
    {
        var colon = step.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (step, null) : (step[..colon], step[(colon + 1)..]);
    }
}
