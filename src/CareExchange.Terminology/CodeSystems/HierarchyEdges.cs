using CareExchange.Fhir.Definitions;

namespace CareExchange.Terminology.CodeSystems;

/// <summary>The edges of a hierarchy, both ways, in two arrays each.</summary>
internal sealed class HierarchyEdges
{
    private static readonly HierarchyEdges None = new([], [], [], [], false);

    private readonly int[] _parentStarts;
    private readonly int[] _parents;
    private readonly int[] _childStarts;
    private readonly int[] _children;

    private HierarchyEdges(int[] parentStarts, int[] parents, int[] childStarts, int[] children, bool hasSeveralParents)
    {
        (_parentStarts, _parents, _childStarts, _children) = (parentStarts, parents, childStarts, children);
        HasSeveralParents = hasSeveralParents;
    }

    /// <summary>True where some concept has more than one parent.</summary>
    public bool HasSeveralParents { get; }

    public long ByteCount => 4L * (_parentStarts.Length + _parents.Length + _childStarts.Length + _children.Length);

    public ReadOnlySpan<int> Parents(int index) => _parents.AsSpan(Start(_parentStarts, index)..Start(_parentStarts, index + 1));

    public ReadOnlySpan<int> Children(int index) => _children.AsSpan(Start(_childStarts, index)..Start(_childStarts, index + 1));

    // A hierarchy is written by nesting, or by properties where a concept has several parents (R4 codesystem.html#hierarchy).
    public static HierarchyEdges Read(ConceptTable concepts, Func<string, int> indexOf)
    {
        var edges = new List<(int Parent, int Child)>();
        for (var index = 0; index < concepts.Count; index++)
        {
            if (concepts.Parent(index) >= 0) edges.Add((concepts.Parent(index), index));
            foreach (var (code, value) in concepts.Properties(index))
            {
                if (code is not ("parent" or "subsumedBy" or "child") || indexOf(value) is not (>= 0 and var other) || other == index) continue;
                edges.Add(code == "child" ? (index, other) : (other, index));
            }
        }

        if (edges.Count == 0) return None;
        var distinct = edges.Distinct().ToArray();
        var (parentStarts, parents) = Group(concepts.Count, distinct, edge => edge.Child, edge => edge.Parent);
        var (childStarts, children) = Group(concepts.Count, distinct, edge => edge.Parent, edge => edge.Child);
        return new(parentStarts, parents, childStarts, children, Enumerable.Range(0, concepts.Count).Any(index => parentStarts[index + 1] - parentStarts[index] > 1));
    }

    private static int Start(int[] starts, int index) => starts.Length == 0 ? 0 : starts[index];

    private static (int[] Starts, int[] Values) Group(int count, (int Parent, int Child)[] edges, Func<(int Parent, int Child), int> key, Func<(int Parent, int Child), int> value)
    {
        var starts = new int[count + 1];
        foreach (var edge in edges) starts[key(edge) + 1]++;
        for (var i = 0; i < count; i++) starts[i + 1] += starts[i];
        var values = new int[edges.Length];
        var at = starts.AsSpan(0, count).ToArray();
        foreach (var edge in edges) values[at[key(edge)]++] = value(edge);
        return (starts, values);
    }
}
