using CareExchange.Fhir.Definitions;
using CareExchange.Terminology.ValueSets;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Compilation;

/// <summary>A binding → a <see cref="BindingRule"/> for each value set it names. Example bindings demand nothing.</summary>
internal static class BindingBuilder
{
    private static readonly string[] Coded =
        ["code", "uri", "url", "canonical", "string", "Coding", "CodeableConcept", "Quantity", "Age", "Count", "Distance", "Duration", "Money"];

    /// <summary>The rules of one element.</summary>
    /// <param name="membership">Value sets.</param>
    /// <param name="node">How JSON names it, and the one type this name stands for.</param>
    /// <param name="definition">The definition that binds it.</param>
    /// <param name="isProfile">True for the binding of a profile: only there a preferred one is worth a remark, as the base prefers much.</param>
    public static IEnumerable<Rule> Build(ValueSetMembership membership, SchemaNode node, ElementDefinition definition, bool isProfile = false)
    {
        if (definition.Binding is not { } binding || !Coded.Contains(node.Type?.TypeName)) yield break;
        BindingKind? kind = binding.Strength switch
        {
            "required" => BindingKind.Required,
            "extensible" => BindingKind.Extensible,
            "preferred" when isProfile => BindingKind.Preferred,
            _ => null,
        };
        if (kind is { } strength && binding.ValueSet is { } valueSet)
        {
            if (membership.Knows(valueSet)) yield return new BindingRule(strength, valueSet, membership.Find(valueSet));
            else yield return new UnknownValueSetRule(valueSet);
        }

        if (binding.MaxValueSet is { } maximum && membership.Knows(maximum)) yield return new BindingRule(BindingKind.Maximum, maximum, membership.Find(maximum));
    }
}
