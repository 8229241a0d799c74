using System.Runtime.CompilerServices;

namespace CareExchange.Fhir.Definitions;

/// <summary>The facts of one ElementDefinition (R4 elementdefinition.html): no prose, only what is decided by.</summary>
/// <remarks>
/// In a differential only what is stated counts: for numbers and flags <see cref="Stated"/> tells; lists that are empty and values that
/// are null or empty are not stated.
/// </remarks>
public sealed record ElementDefinition
{
    private List<ElementDefinition> _children = [];

    /// <summary>The dotted path, <c>Observation.value[x]</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The unique id within its snapshot; differs from the path where elements are sliced.</summary>
    public required string Id { get; init; }

    /// <summary>The last step of the path without <c>[x]</c>: <c>value</c>.</summary>
    public required string Name { get; init; }

    /// <summary>True for <c>value[x]</c>, whose JSON name carries the type.</summary>
    public bool IsChoice { get; init; }

    /// <summary>Which numbers and flags the definition states itself; of no use in a snapshot.</summary>
    public ElementFacts Stated { get; init; }

    /// <summary>Fewest repetitions.</summary>
    public int Min { get; init; }

    /// <summary>Most repetitions; -1 where there is no bound.</summary>
    public int Max { get; init; }

    /// <summary>Most repetitions in the definition this one derives from: it decides whether JSON has an array.</summary>
    public int BaseMax { get; init; }

    /// <summary>Fewest repetitions where the element was first defined.</summary>
    public int BaseMin { get; init; }

    /// <summary>The path where the element was first defined, such as <c>Element.extension</c>; null where the definition does not say.</summary>
    public string? BasePath { get; init; }

    /// <summary>How XML writes it: <c>xmlAttr</c>, <c>xmlText</c>, <c>typeAttr</c>, <c>cdaText</c>, <c>xhtml</c>; empty for an element of its own.</summary>
    public IReadOnlyList<string> Representation { get; init; } = [];

    /// <summary>The permitted types; empty for a root and for a content reference.</summary>
    public IReadOnlyList<ElementType> Types { get; init; } = [];

    /// <summary>The value set, where the element is bound.</summary>
    public ElementBinding? Binding { get; init; }

    /// <summary>The invariants.</summary>
    public IReadOnlyList<ElementConstraint> Constraints { get; init; } = [];

    /// <summary>True where a summary carries it.</summary>
    public bool IsSummary { get; init; }

    /// <summary>True where ignoring it would change the meaning of the rest.</summary>
    public bool IsModifier { get; init; }

    /// <summary>True where a profile asks its users to support it.</summary>
    public bool MustSupport { get; init; }

    /// <summary>Id of the element whose content this one takes, without <c>#</c>; null for most.</summary>
    public string? ContentReference { get; init; }

    /// <summary>The JSON of fixed[x]; empty if there is none.</summary>
    public ReadOnlyMemory<byte> Fixed { get; init; }

    /// <summary>The JSON of pattern[x]; empty if there is none.</summary>
    public ReadOnlyMemory<byte> Pattern { get; init; }

    /// <summary>The JSON of minValue[x]; empty if there is none.</summary>
    public ReadOnlyMemory<byte> MinValue { get; init; }

    /// <summary>The JSON of maxValue[x]; empty if there is none.</summary>
    public ReadOnlyMemory<byte> MaxValue { get; init; }

    /// <summary>Longest string in characters; null if unbounded.</summary>
    public int? MaxLength { get; init; }

    /// <summary>How repetitions are sliced, where they are.</summary>
    public ElementSlicing? Slicing { get; init; }

    /// <summary>The slice this definition speaks of, or null.</summary>
    public string? SliceName { get; init; }

    /// <summary>True where the slice constrains a slice of the same name in the base instead of making a new one.</summary>
    public bool SliceIsConstraining { get; init; }

    /// <summary>Extensions with a primitive value, such as structuredefinition-standards-status; those that only name or explain are left out.</summary>
    public IReadOnlyList<DefinitionExtension> Extensions { get; init; } = [];

    /// <summary>The definitions one step below, inherited ones included, slices excluded, in their order.</summary>
    public IReadOnlyList<ElementDefinition> Children => _children;

    /// <summary>The value of the extension with this URL, or null.</summary>
    public string? Extension(string url) => DefinitionExtensions.Find(Extensions, url);

    /// <summary>True where JSON writes the element as an array.</summary>
    public bool IsList => BaseMax is -1 or > 1;

    /// <summary>Two are equal only if they are the same: an element is a place in one definition.</summary>
    public bool Equals(ElementDefinition? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    /// <inheritdoc/>
    public override string ToString() => Id;

    // A copy made by `with` must not share the children of its original.
    internal void Unlink() => _children = [];

    internal void AddChild(ElementDefinition child) => _children.Add(child);
}
