using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Compilation;

/// <summary>pattern[x] → <see cref="PatternRule"/>.</summary>
internal static class PatternBuilder
{
    public static IEnumerable<Rule> Build(Schema schema, SchemaNode node, ElementDefinition definition) =>
        !definition.Pattern.IsEmpty && node.Type is { } type && FhirDocument.Parse(definition.Pattern, schema, type.TypeName).Value is { } value ? [new PatternRule(value)] : [];
}
