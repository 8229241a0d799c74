using CareExchange.Fhir.Definitions;

namespace CareExchange.Validation.Compilation;

/// <summary>An element of a snapshot with what hangs below it: children, and the slices of itself.</summary>
/// <param name="definition">The definition.</param>
internal sealed class SnapshotNode(ElementDefinition definition)
{
    private readonly List<SnapshotNode> _children = [];
    private readonly List<SnapshotNode> _slices = [];

    public ElementDefinition Definition => definition;

    /// <summary>The elements one step below, in their order.</summary>
    public IReadOnlyList<SnapshotNode> Children => _children;

    /// <summary>The slices of the element, in their order.</summary>
    public IReadOnlyList<SnapshotNode> Slices => _slices;

    /// <summary>The snapshot of a profile as a tree; null where there is none.</summary>
    /// <remarks>Read by paths and order, which every snapshot has; ids are missing in old ones.</remarks>
    public static SnapshotNode? Read(TypeDefinition type)
    {
        if (type.Snapshot is not [var first, ..]) return null;
        var root = new SnapshotNode(first);
        var open = new List<SnapshotNode> { root };
        foreach (var element in type.Snapshot.Skip(1))
        {
            var node = new SnapshotNode(element);
            while (open.Count > 1 && !IsParentPath(open[^1].Definition.Path, element.Path)) open.RemoveAt(open.Count - 1);
            open[^1].Add(node);
            open.Add(node);
        }

        return root;
    }

    /// <summary>The child of a name, or null; <c>value</c> is <c>value[x]</c>.</summary>
    public SnapshotNode? Child(string name) => _children.Find(child => child.Definition.Name == name);

    /// <summary>All nodes from here downwards.</summary>
    public IEnumerable<SnapshotNode> All() => _children.Concat(_slices).SelectMany(below => below.All()).Prepend(this);

    private static bool IsParentPath(string parent, string path) =>
        path.Length > parent.Length && path[parent.Length] == '.' && path.StartsWith(parent, StringComparison.Ordinal) && path.IndexOf('.', parent.Length + 1) < 0;

    private void Add(SnapshotNode node)
    {
        if (node.Definition.SliceName is { } slice && _children.FindLast(child => child.Definition.Path == node.Definition.Path || IsTypeOf(child, node)) is { } sliced) sliced.AddSlice(node, slice);
        else _children.Add(node);
    }

    // Old profiles write the slice of a choice as the path of its JSON name: valueQuantity.
    private static bool IsTypeOf(SnapshotNode choice, SnapshotNode node) =>
        choice.Definition.IsChoice && node.Definition.Name.Length > choice.Definition.Name.Length && node.Definition.Path.StartsWith(choice.Definition.Path[..^3], StringComparison.Ordinal);

    // A slice a/b is a slice of the slice a.
    private void AddSlice(SnapshotNode node, string name)
    {
        var outer = _slices.Find(slice => slice.Definition.SliceName is { } known && name.Length > known.Length && name[known.Length] == '/' && name.StartsWith(known, StringComparison.Ordinal));
        if (outer is null) _slices.Add(node);
        else outer.AddSlice(node, name);
    }
}
