using System.Text;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Validation.Rules;

/// <summary>A primitive's value is in the format of its type. Reads the bytes where they stand.</summary>
internal sealed class PrimitiveFormatRule(PrimitiveFormat format) : Rule
{
    /// <summary>False where a value stands that no primitive is written as; reported.</summary>
    public static bool IsScalar(Element element, ValidationRun run)
    {
        if (element.Kind is JsonKind.Object or JsonKind.Array)
        {
            run.Report(element, JsonShapeRule.Kind("a single value", element.Kind));
            return false;
        }

        // The twin of a value says id and extensions; null keeps a place, anything else says nothing at all.
        if (element.TwinKind is not (JsonKind.None or JsonKind.Object))
            run.Report(element, JsonShapeRule.Kind("an object beside the value", element.TwinKind));
        return true;
    }

    internal override void Check(Element element, ValidationRun run)
    {
        if (!element.HasValue) return;
        if (!format.IsWrittenAs(element.Kind))
        {
            run.Report(element, JsonShapeRule.Kind(format.Kind switch { JsonKind.True => "true or false", JsonKind.Number => "a number", _ => "a string" }, element.Kind));
            return;
        }

        var raw = element.Raw;
        var text = element.Kind != JsonKind.String ? raw : raw.Contains((byte)'\\') ? Encoding.UTF8.GetBytes(element.Text ?? "") : raw[1..^1];
        if (!format.Matches(text)) run.Report(element, Wrong(element));
    }

    /// <inheritdoc/>
    public override string ToString() => $"format: {format.Expected}";

    private Issue Wrong(Element element) =>
        Issue.Error("invalid", "primitive-format", $"The value is not a well-formed {element.TypeName}.", $"{element.TypeName} 형식에 맞지 않는 값입니다.") with
        {
            Expected = format.Expected,
            Found = element.Text,
        };
}
