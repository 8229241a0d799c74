using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Questionnaires;

/// <summary>The type of resource that a reference answer points at (extension questionnaire-referenceResource), where URLs are trusted to tell it.</summary>
internal static class AnswerReference
{
    private const string Permitted = "http://hl7.org/fhir/StructureDefinition/questionnaire-referenceResource";

    /// <summary>Judges a reference.</summary>
    public static void Check(QuestionnaireItem question, Element value, ValidationRun run)
    {
        if (!run.Options.AssumesValidRestReferences || value["reference"].Text is not { } reference || reference.StartsWith('#')) return;
        var type = TypeOf(reference);
        var permitted = question.Element.ExtensionsOf(Permitted).Select(extension => extension["value"].Text).OfType<string>().ToArray();
        var isPermitted = permitted.Length > 0
            ? permitted.Contains(type)
            : type is null || run.Schema.FindType(type) is { Kind: TypeKind.Resource, IsConstraint: false };
        if (isPermitted) return;
        run.Report(value, Issue.Error("invariant", "qr-reference-type", "The reference points at a type that the question does not permit.", "질문에서 허용하지 않는 유형을 참조합니다.") with
        {
            Expected = permitted.Length > 0 ? string.Join(" | ", permitted) : "a resource type of R4",
            Found = type ?? reference,
        });
    }

    private static string? TypeOf(string reference)
    {
        var parts = (reference.IndexOf("/_history/", StringComparison.Ordinal) is > 0 and var history ? reference[..history] : reference).Split('/');
        return parts.Length >= 2 && parts[^2] is [>= 'A' and <= 'Z', ..] and var type ? type : null;
    }
}
