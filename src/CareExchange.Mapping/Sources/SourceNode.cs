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

    public int Line => line;

    public int Column => column;

    /// <summary>The value; null for an object.</summary>
    public string? Text { get; init; }

    /// <summary>Written as an array even when it stands alone.</summary>
    public bool IsList { get; set; }

    public SourceNode? Parent { get; private set; }

    public IReadOnlyList<SourceNode> Children => _children ?? (IReadOnlyList<SourceNode>)[];

    /// <summary>What the partner calls the place.</summary>
    public string Place => Parent is null ? label : Parent.Place + label;

    public SourceNode Add(SourceNode child)
    {
        child.Parent = this;
        (_children ??= []).Add(child);
        return child;
    }

    /// <summary>How many children have this name already.</summary>
    public int Count(string childName)
    {
        var count = 0;
        foreach (var child in Children)
        {
            if (child.Name == childName) count++;
        }

        return count;
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
