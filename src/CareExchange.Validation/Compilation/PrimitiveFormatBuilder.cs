using CareExchange.Fhir.Definitions;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Compilation;

/// <summary>A primitive type → <see cref="PrimitiveFormatRule"/>.</summary>
internal static class PrimitiveFormatBuilder
{
    public static IEnumerable<Rule> Build(TypeDefinition type) =>
        type.Kind == TypeKind.Primitive && PrimitiveFormat.Find(type.TypeName) is { } format ? [new PrimitiveFormatRule(format)] : [];
}
