using CareExchange.Fhir.Definitions;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Compilation;

/// <summary>maxLength → <see cref="MaxLengthRule"/>.</summary>
internal static class MaxLengthBuilder
{
    // R4 datatypes.html#string: "strings SHALL NOT exceed 1MB"; it holds for what is made of strings, too.
    private const int StringLimit = 1024 * 1024;

    public static IEnumerable<Rule> Build(TypeDefinition type) => type.TypeName is "string" or "markdown" ? [new MaxLengthRule(StringLimit)] : [];

    public static IEnumerable<Rule> Build(ElementDefinition definition) => definition.MaxLength is { } most ? [new MaxLengthRule(most)] : [];
}
