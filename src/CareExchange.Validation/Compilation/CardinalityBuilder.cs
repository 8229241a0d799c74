using CareExchange.Fhir.Definitions;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Compilation;

/// <summary>min and max → <see cref="CardinalityRule"/>.</summary>
internal static class CardinalityBuilder
{
    public static CardinalityRule Build(ElementDefinition definition) =>
        new(definition.IsChoice ? definition.Name + "[x]" : definition.Name, definition.Min, definition.Max);
}
