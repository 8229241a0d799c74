using CareExchange.Fhir.Definitions;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Compilation;

/// <summary>A place in definitions that the path of a discriminator leads to.</summary>
/// <param name="Definition">What is said there.</param>
/// <param name="Node">The place in a profile's snapshot; null in the definition of a type.</param>
/// <param name="Types">Names of the types that may stand there.</param>
internal sealed record DefinitionPlace(ElementDefinition Definition, SnapshotNode? Node, IReadOnlyList<string> Types)
{
    /// <summary>A place in a snapshot.</summary>
    public static DefinitionPlace Of(SnapshotNode node, Schema schema) => new(node.Definition, node, TypesOf(node.Definition, schema));

    /// <summary>The same with the types of what references there point at.</summary>
    public DefinitionPlace AsTarget(Schema schema) => this with
    {
        Types = [.. Definition.Types.SelectMany(type => type.TargetProfiles).Select(profile => schema.FindType(profile)?.TypeName).OfType<string>().Distinct(StringComparer.Ordinal)],
    };

    /// <summary>The places one step on: in the snapshot, then in the profiles of the types, then in the types.</summary>
    public IEnumerable<DefinitionPlace> Walk(DiscriminatorPath.Step step, Schema schema) => step.Kind switch
    {
        DiscriminatorPath.StepKind.OfType => Types.Contains(step.Name) ? [OfType(step.Name)] : [],
        DiscriminatorPath.StepKind.Resolve => Definition.Types.SelectMany(type => type.TargetProfiles).SelectMany(profile => Roots(profile, schema)),
        DiscriminatorPath.StepKind.Extension => Below(schema).SelectMany(root => root.Extensions(step.Name, schema)),
        _ => Below(schema).SelectMany(root => root.Children(step.Name, schema)),
    };

    private static IReadOnlyList<string> TypesOf(ElementDefinition definition, Schema schema) =>
        definition.Types.Count > 0 ? [.. definition.Types.Select(type => type.Code).Distinct(StringComparer.Ordinal)]
        : definition.Path.Contains('.', StringComparison.Ordinal) ? []
        : [schema.FindType(definition.Path)?.TypeName ?? definition.Path];

    private static IEnumerable<DefinitionPlace> Roots(string profile, Schema schema) =>
        schema.FindType(profile) is { } type && SnapshotNode.Read(type) is { } root ? [Of(root, schema)] : [];

    private DefinitionPlace OfType(string type) => this with { Types = [type] };

    // Where the content of this place is defined.
    private IEnumerable<DefinitionPlace> Below(Schema schema)
    {
        if (Node is not null) yield return this;
        foreach (var profile in Definition.Types.Where(type => Types.Contains(type.Code)).SelectMany(type => type.Profiles))
            foreach (var root in Roots(profile, schema)) yield return root;
        foreach (var type in Types)
            if (type is not ("Element" or "BackboneElement") || Definition.Children.Count == 0)
                foreach (var root in Roots(type, schema)) yield return root;
    }

    // Where the child is sliced itself, what its slices say fills the discriminator in.
    private IEnumerable<DefinitionPlace> Children(string name, Schema schema) => Node?.Children
        .Where(child => child.Definition.Name == name)
        .SelectMany(child => child.Slices.Prepend(child))
        .Select(child => Of(child, schema)) ?? [];

    // The definition of an extension names itself by the profile of the slice, or by the URL that it fixes.
    private IEnumerable<DefinitionPlace> Extensions(string url, Schema schema)
    {
        foreach (var extension in Node?.Children.Where(child => child.Definition.Name == "extension") ?? [])
            foreach (var slice in extension.Slices)
                if (slice.Definition.Types.Any(type => type.Profiles.Any(profile => profile == url || profile.StartsWith(url + "|", StringComparison.Ordinal)))) yield return Of(slice, schema);
    }
}
