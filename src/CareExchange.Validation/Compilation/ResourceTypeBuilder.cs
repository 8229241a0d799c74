using CareExchange.Fhir.Definitions;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Compilation;

/// <summary>An element that holds a whole resource → <see cref="ResourceTypeRule"/>.</summary>
internal static class ResourceTypeBuilder
{
    public static IEnumerable<Rule> Build(SchemaNode node, Func<string, ElementRules?> find) =>
        node.IsResource ? [new ResourceTypeRule(isContained: node.Definition.Name == "contained", find)] : [];
}
