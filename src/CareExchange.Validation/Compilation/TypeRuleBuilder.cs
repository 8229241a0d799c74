using CareExchange.Fhir.Definitions;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Compilation;

/// <summary>Rules that hang on a type and are no facts of its definition: Extension by its url, Meta by its profiles, contained resources.</summary>
internal static class TypeRuleBuilder
{
    public static IEnumerable<Rule> Build(TypeDefinition type) => type.TypeName switch
    {
        "Extension" => [new ExtensionRule()],
        "Meta" => [new MetaProfileRule()],
        _ when type is { Kind: TypeKind.Resource } && type.IsA("DomainResource") => [new ContainedRule()],
        _ => [],
    };
}
