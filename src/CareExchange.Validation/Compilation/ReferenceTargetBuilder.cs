using System.Collections.Frozen;
using CareExchange.Fhir.Definitions;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Compilation;

/// <summary>The target profiles of a Reference → <see cref="ReferenceTargetRule"/>.</summary>
internal sealed class ReferenceTargetBuilder(Schema schema)
{
    private readonly FrozenSet<string> _resources = schema.Types
        .Where(type => type is { Kind: TypeKind.Resource, IsAbstract: false, IsConstraint: false })
        .Select(type => type.TypeName).ToFrozenSet(StringComparer.Ordinal);

    public IEnumerable<Rule> Build(SchemaNode node, ElementDefinition definition)
    {
        if (node.Type?.TypeName != "Reference") return [];
        var profiles = definition.Types.Where(type => type.Code == "Reference").SelectMany(type => type.TargetProfiles).ToArray();

        // What a profile narrows is judged where the target is at hand; its type is judged here.
        var targets = profiles.Select(profile => schema.FindType(profile)?.TypeName).ToArray();
        var isOpen = targets.Any(target => target is null or "Resource" or "DomainResource");
        return [new ReferenceTargetRule(isOpen ? [] : [.. targets.OfType<string>().Distinct(StringComparer.Ordinal)], _resources)];
    }
}
