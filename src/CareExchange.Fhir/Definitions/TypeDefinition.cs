namespace CareExchange.Fhir.Definitions;

/// <summary>A StructureDefinition as facts: a type, or a profile on one.</summary>
public sealed class TypeDefinition
{
    private readonly Lazy<IReadOnlyList<ElementDefinition>> _snapshot;

    internal TypeDefinition(Func<IReadOnlyList<ElementDefinition>> read) => _snapshot = new(() => Link(read()));

    /// <summary>StructureDefinition.name; of a type the same as <see cref="TypeName"/>.</summary>
    public required string Name { get; init; }

    /// <summary>The canonical URL.</summary>
    public required string Url { get; init; }

    /// <summary>The business version.</summary>
    public string? Version { get; init; }

    /// <summary>StructureDefinition.type: the type it is, or constrains.</summary>
    public required string TypeName { get; init; }

    /// <summary>Its kind.</summary>
    public TypeKind Kind { get; init; }

    /// <summary>True where no instance can be of just this type.</summary>
    public bool IsAbstract { get; init; }

    /// <summary>True for a profile, false for a type of its own.</summary>
    public bool IsConstraint { get; init; }

    /// <summary>Canonical of the definition it derives from; null at the very top.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>Of an extension: where it may stand, as pairs of kind (<c>element</c>, <c>extension</c>, <c>fhirpath</c>) and expression.</summary>
    public IReadOnlyList<(string Kind, string Expression)> Contexts { get; init; } = [];

    /// <summary>The definition it derives from, where the schema has it.</summary>
    public TypeDefinition? Base { get; internal set; }

    /// <summary>The whole snapshot in its own order, slices included.</summary>
    public IReadOnlyList<ElementDefinition> Snapshot => _snapshot.Value;

    /// <summary>The definition of the type itself.</summary>
    public ElementDefinition Root => Snapshot[0];

    /// <summary>Of a primitive: the regular expression of its value, or null.</summary>
    public string? Regex { get; init; }

    /// <summary>True if this is the named type or derives from it.</summary>
    public bool IsA(string ancestor)
    {
        for (var type = this; type is not null; type = type.Base)
        {
            if (string.Equals(type.TypeName, ancestor, StringComparison.Ordinal)) return true;
        }

        return false;
    }

    /// <summary>The element of the snapshot with this id, or null.</summary>
    public ElementDefinition? FindElement(string id) => Snapshot.FirstOrDefault(element => element.Id == id);

    /// <inheritdoc/>
    public override string ToString() => Name;

    // Children hang under the nearest earlier element one step up; a slice's content hangs under the slice.
    private static IReadOnlyList<ElementDefinition> Link(IReadOnlyList<ElementDefinition> snapshot)
    {
        var byId = new Dictionary<string, ElementDefinition>(StringComparer.Ordinal);
        foreach (var element in snapshot)
        {
            byId[element.Id] = element;
            if (element.SliceName is not null) continue;
            var dot = element.Id.LastIndexOf('.');
            if (dot > 0 && byId.TryGetValue(element.Id[..dot], out var parent)) parent.AddChild(element);
        }

        return snapshot;
    }
}
