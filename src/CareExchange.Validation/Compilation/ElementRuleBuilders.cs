using CareExchange.Fhir.Definitions;
using CareExchange.Terminology.ValueSets;
using CareExchange.Validation.Prose;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Compilation;

/// <summary>All builders in the order in which their rules are asked: cheap before dear, FHIRPath last.</summary>
internal sealed class ElementRuleBuilders(Schema schema, ValueSetMembership membership, Func<string, ElementRules?> find)
{
    private readonly ReferenceTargetBuilder _references = new(schema);

    /// <summary>What a type demands of every value.</summary>
    public static IReadOnlyList<Rule> OfType(TypeDefinition type) =>
    [
        .. PrimitiveFormatBuilder.Build(type),
        .. MaxLengthBuilder.Build(type),
        .. CodingBuilder.Build(type),
        .. InvariantBuilder.Build(type.Root.Constraints, []),
        .. TypeRuleBuilder.Build(type),
        .. ProseRules.Of(type.TypeName),
    ];

    /// <summary>What an element demands beside its type.</summary>
    /// <param name="node">How JSON names it, and the one type this name stands for.</param>
    /// <param name="definition">The definition that constrains it.</param>
    public IReadOnlyList<Rule> OfElement(SchemaNode node, ElementDefinition definition) =>
    [
        .. ResourceTypeBuilder.Build(node, find),
        .. MaxLengthBuilder.Build(definition),
        .. FixedValueBuilder.Build(schema, node, definition),
        .. PatternBuilder.Build(schema, node, definition),
        .. BindingBuilder.Build(membership, node, definition),
        .. _references.Build(node, definition),
        .. InvariantBuilder.Build(Constraints(node, definition), node.Type?.Root.Constraints ?? []),
    ];

    // A type may be narrowed by a profile of the base specification itself, such as SimpleQuantity.
    private IEnumerable<ElementConstraint> Constraints(SchemaNode node, ElementDefinition definition)
    {
        var profiles = definition.Types.Where(type => type.Code == node.Type?.TypeName).SelectMany(type => type.Profiles).ToArray();
        return profiles is [var only] && node.Type is { Kind: TypeKind.Complex } && schema.FindType(only) is { IsConstraint: true } profile
            ? definition.Constraints.Concat(profile.Root.Constraints)
            : definition.Constraints;
    }
}
