namespace CareExchange.Mapping.Sources;

/// <summary>A part of a message that is no JSON, on its way into the tree that maps read.</summary>
/// <param name="name">Its property in the tree.</param>
/// <param name="label">What it adds to the partner's own name of the place: <c>PID</c>, <c>-5</c>, <c>/section[2]</c>.</param>
/// <param name="line">1-based.</param>
/// <param name="column">1-based.</param>
internal sealed class SourceNode(string name, string label, int line, int column)
{
    private List<SourceNode>? _children;

    public string Name => name;

    public string Label => label;

    public int Line => line;

    public int Column => column;

    /// <summary>The value; null for an object.</summary>
    public string? Text { get; init; }

    /// <summary>Written as an array even when it stands alone.</summary>
    public bool IsList { get; set; }

    /// <summary>What it is part of; known before it is added, because its place is.</summary>
    public SourceNode? Parent { get; set; }

    public IReadOnlyList<SourceNode> Children => _children ?? (IReadOnlyList<SourceNode>)[];

    /// <summary>What the partner calls the place.</summary>
    public string Place => Parent is null ? label : Parent.Place + label;

    public SourceNode Add(SourceNode child)
    {
        child.Parent = this;
        (_children ??= []).Add(child);
        return child;
    }

    /// <summary>Puts another child in the place of one.</summary>
    public void Replace(SourceNode child, SourceNode by)
    {
        by.Parent = this;
        _children![_children.IndexOf(child)] = by;
    }

    public SourceNode? Find(string childName)
    {
        foreach (var child in Children)
        {
            if (child.Name == childName) return child;
        }

        return null;
    }
}
