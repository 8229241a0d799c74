using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Compilation;

/// <summary>fixed[x] → <see cref="FixedValueRule"/>.</summary>
internal static class FixedValueBuilder
{
    public static IEnumerable<Rule> Build(Schema schema, SchemaNode node, ElementDefinition definition) =>
        !definition.Fixed.IsEmpty && node.Type is { } type && FhirDocument.Parse(definition.Fixed, schema, type.TypeName).Value is { } value ? [new FixedValueRule(value)] : [];
}
