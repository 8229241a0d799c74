using CareExchange.Fhir.Definitions;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Compilation;

/// <summary>Coding, and Quantity with its kin → <see cref="CodingRule"/>, whatever they are bound to.</summary>
internal static class CodingBuilder
{
    public static IEnumerable<Rule> Build(TypeDefinition type) => type.TypeName switch
    {
        "Coding" => [new CodingRule(isQuantity: false)],
        "Quantity" or "Age" or "Count" or "Distance" or "Duration" => [new CodingRule(isQuantity: true)],
        _ => [],
    };
}
