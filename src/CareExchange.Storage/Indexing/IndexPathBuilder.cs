using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.FhirPath;

namespace CareExchange.Storage.Indexing;

/// <summary>Search parameters → <see cref="IndexPaths"/>, as far as their expressions are paths that only go down.</summary>
internal sealed class IndexPathBuilder
{
    private readonly SchemaNode _node;
    private readonly Dictionary<int, IndexPathBuilder> _children = [];
    private readonly List<IndexPaths.Target> _targets = [];
    private readonly HashSet<string> _coarse = new(StringComparer.Ordinal);

    /// <summary>Begins at a resource type's own node.</summary>
    public IndexPathBuilder(SchemaNode node) => _node = node;

    /// <summary>Adds a parameter; false, and nothing is added, where its expression has to be evaluated.</summary>
    public bool Add(IndexedParameter parameter)
    {
        if (parameter.Expression.Branches() is not { } branches) return false;
        var found = new List<(IndexPathBuilder At, FhirPathExpression? Criterion)>();
        foreach (var branch in branches)
        {
            if (!Follow(branch, found)) return false;
        }

        if (parameter.HasRows)
        {
            foreach (var (at, criterion) in found) at._targets.Add(new(parameter, criterion));
        }

        if (found.Count > 0 && found.All(place => IsCoarse(place.At._node))) _coarse.Add(parameter.Code);
        return true;
    }

    /// <summary>The token parameters whose values are few by definition, so that each of them is had by many resources: codes, Booleans, required value sets.</summary>
    public IReadOnlySet<string> Coarse => _coarse;

    /// <summary>The tree of all that was added.</summary>
    public IndexPaths Build() => new(_children.ToDictionary(child => child.Key, child => child.Value.Build()), _targets);

    private bool Follow(IReadOnlyList<PathStep> steps, List<(IndexPathBuilder At, FhirPathExpression? Criterion)> found)
    {
        IReadOnlyList<IndexPathBuilder> reached = [this];
        for (var index = 0; index < steps.Count; index++)
        {
            var step = steps[index];
            if (step.Criterion is { } criterion)
            {
                // Only at the end: in the middle it would have to gate everything below.
                if (index != steps.Count - 1) return false;
                found.AddRange(reached.Select(at => (at, (FhirPathExpression?)criterion)));
                return true;
            }

            if (step.TypeName is { } type)
            {
                if (reached.Any(at => at._node.Type is null || at._node.IsResource)) return false;
                reached = [.. reached.Where(at => IsOf(at._node.Type!, type))];
            }
            else if (index > 0 || _node.Type?.IsA(step.Name!) != true)
            {
                if (reached.Any(at => at._node.IsResource)) return false;
                reached = [.. reached.SelectMany(at => at.Named(step.Name!))];
            }

            // What the definitions do not know may still stand in the data, under the name as written.
            if (reached.Count == 0) return false;
        }

        found.AddRange(reached.Select(at => (at, (FhirPathExpression?)null)));
        return !reached.Contains(this);
    }

    private static bool IsCoarse(SchemaNode node) => node.Type?.TypeName is "code" or "boolean" || node.Definition.Binding?.Strength == "required";

    // As FHIRPath casts: a primitive has to be of just this type.
    private static bool IsOf(TypeDefinition type, string name) => type.TypeName == name || (type.Kind != TypeKind.Primitive && type.IsA(name));

    private IEnumerable<IndexPathBuilder> Named(string name)
    {
        foreach (var node in _node.Children.Where(child => child.Definition.Name == name))
        {
            if (!_children.TryGetValue(node.Tag, out var child)) _children.Add(node.Tag, child = new(node));
            yield return child;
        }
    }
}
