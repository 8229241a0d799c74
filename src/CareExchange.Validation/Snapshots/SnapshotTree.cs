using CareExchange.Fhir.Definitions;

namespace CareExchange.Validation.Snapshots;

/// <summary>The list of elements of a definition → a tree.</summary>
internal static class SnapshotTree
{
    /// <summary>The root; null where there are no elements.</summary>
    /// <remarks>Ids say to which slice content belongs. Where they do not fit the paths, content belongs to the slice named last.</remarks>
    public static SnapshotNode? Build(IReadOnlyList<ElementDefinition> elements)
    {
        if (elements.Count == 0) return null;
        var usesIds = elements.All(FitsPath);
        var root = new SnapshotNode(elements[0].Path.Split('.')[0], null);
        var open = new List<SnapshotNode> { root };
        foreach (var element in elements)
        {
            var steps = (usesIds ? element.Id : element.Path).Split('.');
            for (var depth = 1; depth < steps.Length; depth++)
            {
                var isLast = depth == steps.Length - 1;
                var (name, slice) = usesIds ? Step(steps[depth]) : (steps[depth], isLast ? element.SliceName : null);
                if (!isLast && !usesIds && depth < open.Count && open[depth].Name == name) continue;
                var node = Find(open[depth - 1], name, slice ?? (isLast ? element.SliceName : null));
                open.RemoveRange(depth, open.Count - depth);
                open.Add(node);
            }

            open[steps.Length - 1].Facts = element;
            open.RemoveRange(steps.Length, open.Count - steps.Length);
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
