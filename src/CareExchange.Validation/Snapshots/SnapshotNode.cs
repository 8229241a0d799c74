using CareExchange.Fhir.Definitions;

namespace CareExchange.Validation.Snapshots;

/// <summary>An element of a snapshot or differential as a tree: its content, and the slices of it.</summary>
/// <remarks>Paths and ids are not kept but follow from the place in the tree, so content can be copied to other places.</remarks>
internal sealed class SnapshotNode(string name, string? sliceName)
{
    /// <summary>The last step of the path, <c>value[x]</c> included.</summary>
    public string Name { get; } = name;

    /// <summary>The slice, or null.</summary>
    public string? SliceName { get; set; } = sliceName;

    /// <summary>What is said of it; null where a differential names only what lies inside.</summary>
    public ElementDefinition? Facts { get; set; }

    /// <summary>The elements inside, each once; slices hang under the element that is sliced.</summary>
    public List<SnapshotNode> Children { get; } = [];

    /// <summary>The slices, reslices after the slice they divide.</summary>
    public List<SnapshotNode> Slices { get; } = [];

    public bool IsChoice => Name.EndsWith("[x]", StringComparison.Ordinal);

    public SnapshotNode? Child(string name) => Children.Find(child => child.Name == name);

    public SnapshotNode? Slice(string sliceName) => Slices.Find(slice => slice.SliceName == sliceName);

    /// <summary>A copy of element and content, without the slices of the element itself.</summary>
    public SnapshotNode Copy(string? asSlice)
    {
        var copy = new SnapshotNode(Name, asSlice) { Facts = Facts is null ? null : Facts with { SliceName = asSlice } };
        copy.TakeContent(this);
        return copy;
    }

    /// <summary>Takes copies of another element's content.</summary>
    public void TakeContent(SnapshotNode from)
    {
        foreach (var child in from.Children)
        {
            var copy = child.Copy(child.SliceName);
            foreach (var slice in child.Slices) copy.Slices.Add(slice.Copy(slice.SliceName));
            Children.Add(copy);
        }
    }

    /// <summary>The elements in their order, with paths and ids that follow from the tree.</summary>
    public void Flatten(string? parentPath, string? parentId, List<ElementDefinition> to)
    {
        var path = parentPath is null ? Name : $"{parentPath}.{Name}";
        var id = parentId is null ? Name : $"{parentId}.{Name}";
        if (SliceName is not null) id = $"{id}:{SliceName}";
        to.Add(Facts! with { Path = path, Id = id, Name = IsChoice ? Name[..^3] : Name, IsChoice = IsChoice, SliceName = SliceName, Stated = ElementFacts.None });
        foreach (var child in Children) child.Flatten(path, id, to);
        foreach (var slice in Slices) slice.Flatten(parentPath, parentId, to);
    }
}
