using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Validation.Snapshots;

/// <summary>Differential → snapshot (R4 profiling.html#snapshot).</summary>
/// <remarks>Bases and type profiles that have no snapshot yet get theirs first, whatever the order in which they were loaded.</remarks>
public sealed class SnapshotGenerator
{
    private readonly Schema _schema;
    private readonly Dictionary<TypeDefinition, TypeDefinition?> _made = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<TypeDefinition> _open = new(ReferenceEqualityComparer.Instance);
    private readonly List<Issue> _issues = [];

    /// <summary>Prepares generation.</summary>
    /// <param name="schema">Where bases and types are found.</param>
    public SnapshotGenerator(Schema schema) => _schema = schema;

    /// <summary>Gives every definition of a pack its snapshot and lays the pack over a schema.</summary>
    /// <param name="schema">What the pack builds on.</param>
    /// <param name="pack">Definitions with or without snapshots; those that came with one keep it.</param>
    /// <returns>The schema with the pack over it, and what did not fit. A definition whose snapshot cannot be made keeps none.</returns>
    public static (Schema Schema, IReadOnlyList<Issue> Issues) Layer(Schema schema, DefinitionPack pack)
    {
        var loaded = schema.With(pack);
        if (pack.Types.All(type => type.Snapshot.Count > 0)) return (loaded, []);
        var generator = new SnapshotGenerator(loaded);
        var types = pack.Types.Select(type => generator.Complete(type) ?? type).ToArray();
        return (schema.With(pack with { Types = types }), generator._issues);
    }

    /// <summary>Makes the snapshot of a definition from its differential, whether or not it came with one.</summary>
    /// <returns>The definition with the new snapshot and what did not fit; no value where its base is unknown, or derives from it.</returns>
    public Outcome<TypeDefinition> Generate(TypeDefinition definition)
    {
        _issues.Clear();
        var made = Make(definition);
        Issue[] issues = [.. _issues];
        return made is null ? Outcome.Failure<TypeDefinition>(issues) : new(made, issues);
    }

    /// <summary>The definition with a snapshot: its own, or a new one; null where none can be made.</summary>
    internal TypeDefinition? Complete(TypeDefinition definition)
    {
        if (definition.Snapshot.Count > 0) return definition;
        if (_made.TryGetValue(definition, out var known)) return known;
        return _made[definition] = Make(definition);
    }

    /// <summary>The definition behind a canonical or type name, with its snapshot; null where there is none.</summary>
    /// <remarks>A definition may use itself as a type; while it is being made, it has no content to offer.</remarks>
    internal TypeDefinition? Find(string canonical) =>
        _schema.FindType(canonical) is { } found && (found.Snapshot.Count > 0 || !_open.Contains(found)) ? Complete(found) : null;

    private TypeDefinition? Make(TypeDefinition definition)
    {
        if (SnapshotTree.Build(definition.Differential) is not { } differential)
        {
            if (definition.Snapshot.Count > 0) return definition;
            _issues.Add(SnapshotIssues.NoElements(definition.Canonical));
            return null;
        }

        if (!_open.Add(definition))
        {
            _issues.Add(SnapshotIssues.Circular(definition.Canonical));
            return null;
        }

        try
        {
            if (BaseTree(definition, differential) is not { } root) return null;
            new DifferentialWalk(this, definition, root, _issues).Apply(differential);
            var elements = new List<ElementDefinition>();
            root.Flatten(null, null, elements);
            return definition.WithSnapshot(elements);
        }
        finally
        {
            _open.Remove(definition);
        }
    }

    // A new type has the content of its base under its own name; FHIR's own Base, which R4 does not publish, has none.
    private SnapshotNode? BaseTree(TypeDefinition definition, SnapshotNode differential)
    {
        if (definition.BaseUrl is null or "http://hl7.org/fhir/StructureDefinition/Base")
        {
            return new(differential.Name, null) { Facts = new() { Path = differential.Name, Id = differential.Name, Name = differential.Name, Max = -1, BaseMax = -1, BasePath = differential.Name } };
        }

        var known = _schema.FindType(definition.BaseUrl);
        if (known is null)
        {
            _issues.Add(SnapshotIssues.UnknownBase(definition.Canonical, definition.BaseUrl));
            return null;
        }

        // Why the base has no snapshot has been said by then.
        if (Complete(known) is not { } of || SnapshotTree.Build(of.Snapshot) is not { } tree) return null;
        if (definition.IsConstraint) return tree;
        var root = new SnapshotNode(differential.Name, null) { Facts = tree.Facts! with { BasePath = differential.Name } };
        root.TakeContent(tree);
        return root;
    }
}
