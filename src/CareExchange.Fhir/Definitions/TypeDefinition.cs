namespace CareExchange.Fhir.Definitions;

/// <summary>A StructureDefinition as facts: a type, or a profile on one.</summary>
public sealed class TypeDefinition
{
    private readonly Lock _gate = new();
    private readonly Func<IReadOnlyList<ElementDefinition>> _readSnapshot;
    private readonly Func<IReadOnlyList<ElementDefinition>> _readDifferential;
    private volatile IReadOnlyList<ElementDefinition>? _snapshot;
    private volatile IReadOnlyList<ElementDefinition>? _differential;

    internal TypeDefinition(Func<IReadOnlyList<ElementDefinition>> readSnapshot, Func<IReadOnlyList<ElementDefinition>> readDifferential)
    {
        _readSnapshot = readSnapshot;
        _readDifferential = readDifferential;
    }

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

    /// <summary>Of an extension: FHIRPath that must hold where it stands.</summary>
    public IReadOnlyList<string> ContextInvariants { get; init; } = [];

    /// <summary>The publication status: <c>draft</c>, <c>active</c>, <c>retired</c> or <c>unknown</c>.</summary>
    public string? Status { get; init; }

    /// <summary>True where it was published for trying out only.</summary>
    public bool IsExperimental { get; init; }

    /// <summary>When it was last changed, as written.</summary>
    public string? Date { get; init; }

    /// <summary>What people call it; null where it has only a name.</summary>
    public string? Title { get; init; }

    /// <summary>The version of FHIR it is written for, such as <c>4.0.1</c>.</summary>
    public string? FhirVersion { get; init; }

    /// <summary>Extensions of the definition with a primitive value, such as structuredefinition-standards-status.</summary>
    public IReadOnlyList<DefinitionExtension> Extensions { get; init; } = [];

    /// <summary>The definition it derives from, where the schema has it.</summary>
    public TypeDefinition? Base { get; internal set; }

    /// <summary>The whole snapshot in its own order, slices included; empty where the definition came with a differential only.</summary>
    public IReadOnlyList<ElementDefinition> Snapshot
    {
        get
        {
            if (_snapshot is { } known) return known;
            lock (_gate) return _snapshot ??= Link(_readSnapshot());
        }
    }

    /// <summary>What the definition states itself, in its own order; empty where it came with a snapshot only.</summary>
    public IReadOnlyList<ElementDefinition> Differential => _differential ??= _readDifferential();

    /// <summary>The definition of the type itself.</summary>
    public ElementDefinition Root => Snapshot[0];

    /// <summary>Of a primitive: the regular expression of its value, or null.</summary>
    public string? Regex { get; init; }

    /// <summary>The canonical with its version, <c>url|version</c>; the URL alone where it has none.</summary>
    public string Canonical => Version is null ? Url : $"{Url}|{Version}";

    /// <summary>The value of the extension with this URL, or null.</summary>
    public string? Extension(string url) => DefinitionExtensions.Find(Extensions, url);

    /// <summary>The same definition with another snapshot.</summary>
    /// <param name="snapshot">Elements that no other definition holds: they are joined to a tree.</param>
    public TypeDefinition WithSnapshot(IReadOnlyList<ElementDefinition> snapshot) => new(() => snapshot, _readDifferential)
    {
        Name = Name,
        Url = Url,
        Version = Version,
        TypeName = TypeName,
        Kind = Kind,
        IsAbstract = IsAbstract,
        IsConstraint = IsConstraint,
        BaseUrl = BaseUrl,
        Contexts = Contexts,
        ContextInvariants = ContextInvariants,
        Status = Status,
        IsExperimental = IsExperimental,
        Date = Date,
        Title = Title,
        FhirVersion = FhirVersion,
        Extensions = Extensions,
        Base = Base,
        Regex = Regex,
    };

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
    public ElementDefinition? FindElement(string id)
    {
        foreach (var element in Snapshot)
        {
            if (element.Id == id) return element;
        }

        return null;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    // Children hang under the nearest earlier element one step up; a slice's content hangs under the slice.
    private static IReadOnlyList<ElementDefinition> Link(IReadOnlyList<ElementDefinition> snapshot)
    {
        var byId = new Dictionary<string, ElementDefinition>(StringComparer.Ordinal);
        foreach (var element in snapshot)
        {
            element.Unlink();
            byId[element.Id] = element;
            if (element.SliceName is not null) continue;
            var dot = element.Id.LastIndexOf('.');
            if (dot > 0 && byId.TryGetValue(element.Id[..dot], out var parent)) parent.AddChild(element);
        }

        return snapshot;
    }
}
