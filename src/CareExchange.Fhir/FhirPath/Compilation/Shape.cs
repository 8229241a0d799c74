using CareExchange.Fhir.Definitions;

namespace CareExchange.Fhir.FhirPath.Compilation;

/// <summary>What is known of a collection before any data is there.</summary>
/// <param name="Nodes">The elements it may hold; null where anything is possible.</param>
/// <param name="IsUnordered">True where the specification promises no order (<c>children()</c>, <c>descendants()</c>).</param>
internal sealed record Shape(IReadOnlyList<SchemaNode>? Nodes, bool IsUnordered = false)
{
    public static readonly Shape Unknown = new((IReadOnlyList<SchemaNode>?)null);

    public static readonly Shape Unordered = new(null, true);

    /// <summary>The shape of a named type, or of an element by its path (<c>Patient.contact</c>).</summary>
    public static Shape Of(Schema schema, string path)
    {
        var steps = path.Split('.');
        var shape = schema.FindRoot(steps[0]) is { } root ? new Shape([root]) : Unknown;
        return steps.Skip(1).Aggregate(shape, (current, step) => current.Child(step) ?? Unknown);
    }

    /// <summary>The children of this name; null where no element of the shape has such a child.</summary>
    public Shape? Child(string name)
    {
        if (Nodes is null || Nodes.Any(IsOpen)) return this with { Nodes = null };
        var children = Nodes.SelectMany(node => node.Children).Where(node => node.Definition.Name == name).ToList();
        return children.Count == 0 ? null : this with { Nodes = children };
    }

    /// <summary>Only the elements of a type; unknown where none is, because such a cast is merely empty.</summary>
    public Shape OfType(string type)
    {
        var matches = Nodes?.Where(node => node.Type?.IsA(type) == true).ToList();
        return matches is { Count: > 0 } ? this with { Nodes = matches } : this with { Nodes = null };
    }

    public Shape Or(Shape other) => new(
        Nodes is not null && other.Nodes is not null ? [.. Nodes, .. other.Nodes] : null,
        IsUnordered || other.IsUnordered);

    public string Describe() => Nodes is null ? "" : string.Join(", ", Nodes.Select(node => node.Definition.Path).Distinct(StringComparer.Ordinal).Take(3));

    // A contained or bundled resource may be of any type, so its children cannot be known.
    private static bool IsOpen(SchemaNode node) => node.IsResource || node.Type is { IsAbstract: true, Kind: TypeKind.Resource } || node.Type is null;
}
