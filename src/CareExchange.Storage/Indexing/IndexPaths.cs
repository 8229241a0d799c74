using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;

namespace CareExchange.Storage.Indexing;

/// <summary>The paths of all search parameters of a type as one tree over the tags of its elements: one walk finds what all of them find.</summary>
/// <remarks>Where a resource has nothing that any parameter asks for, the walk passes over it without looking inside.</remarks>
internal sealed class IndexPaths
{
    private readonly int _first;
    private readonly IndexPaths?[] _children;
    private readonly Target[] _targets;

    public IndexPaths(IReadOnlyDictionary<int, IndexPaths> children, IReadOnlyList<Target> targets)
    {
        // Siblings have neighbouring tags, so that a small array finds a child by its tag.
        _first = children.Count == 0 ? 0 : children.Keys.Min();
        _children = new IndexPaths?[children.Count == 0 ? 0 : children.Keys.Max() - _first + 1];
        foreach (var (tag, child) in children) _children[tag - _first] = child;
        _targets = [.. targets];
    }

    /// <summary>Receives what a parameter finds.</summary>
    public delegate void Receiver<TState>(in TState state, IndexedParameter parameter, Element found);

    /// <summary>Walks what stands inside an element and hands over every finding.</summary>
    public void Walk<TState>(Element parent, in TState state, Receiver<TState> receive)
    {
        var properties = parent.Properties();
        if (properties.HasTwins)
        {
            foreach (var child in parent.Children())
            {
                if (child.Node is { } node && Child(node.Tag) is { } path) path.Visit(child, state, receive);
            }

            return;
        }

        foreach (var property in properties)
        {
            if (Child(property.Tag) is not { } path) continue;
            foreach (var child in property.Values) path.Visit(child, state, receive);
        }
    }

    private void Visit<TState>(Element element, in TState state, Receiver<TState> receive)
    {
        // A null is no element: it only keeps the place of one.
        if (element.Kind == Fhir.Json.JsonKind.Null) return;
        foreach (var target in _targets)
        {
            if (target.Criterion is null || target.Criterion.Test(element, FhirPathContext.Empty, out _) == true) receive(state, target.Parameter, element);
        }

        if (_children.Length > 0) Walk(element, state, receive);
    }

    private IndexPaths? Child(int tag)
    {
        var index = tag - _first;
        return (uint)index < (uint)_children.Length ? _children[index] : null;
    }

    /// <summary>A parameter that a path leads to.</summary>
    /// <param name="Parameter">The parameter.</param>
    /// <param name="Criterion">What the element has to meet; null where every one counts.</param>
    public readonly record struct Target(IndexedParameter Parameter, FhirPathExpression? Criterion);
}
