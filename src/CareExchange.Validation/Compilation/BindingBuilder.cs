using CareExchange.Fhir.Definitions;
using CareExchange.Terminology.ValueSets;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Compilation;

/// <summary>A required binding, and the outer bound of a weaker one → <see cref="BindingRule"/>.</summary>
internal static class BindingBuilder
{
    private static readonly string[] Coded =
        ["code", "uri", "string", "Coding", "CodeableConcept", "Quantity", "Age", "Count", "Distance", "Duration", "Money"];

    public static IEnumerable<Rule> Build(ValueSetMembership membership, SchemaNode node, ElementDefinition definition)
    {
        if (definition.Binding is not { } binding || !Coded.Contains(node.Type?.TypeName)) yield break;
        if (binding is { Strength: "required", ValueSet: { } required }) yield return new BindingRule(required, membership.Find(required), isMaximum: false);
        if (binding.MaxValueSet is { } maximum) yield return new BindingRule(maximum, membership.Find(maximum), isMaximum: true);
    }
}
