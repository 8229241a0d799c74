using CareExchange.Fhir.Definitions;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Compilation;

/// <summary>The types that point at definitions from inside an instance: Extension by its url, Meta by its profiles.</summary>
internal static class ExtensionBuilder
{
    public static IEnumerable<Rule> Build(TypeDefinition type) => type.TypeName switch
    {
        "Extension" => [new ExtensionRule()],
        "Meta" => [new MetaProfileRule()],
        _ => [],
    };
}
