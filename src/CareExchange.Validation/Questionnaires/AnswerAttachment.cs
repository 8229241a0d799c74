using System.Globalization;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Questionnaires;

/// <summary>Kind and size of an attachment (extensions mimeType and maxSize).</summary>
internal static class AnswerAttachment
{
    private const string MimeType = "http://hl7.org/fhir/StructureDefinition/mimeType";
    private const string MaxSize = "http://hl7.org/fhir/StructureDefinition/maxSize";

    /// <summary>Judges an attachment.</summary>
    public static void Check(QuestionnaireItem question, Element answer, Element value, ValidationRun run)
    {
        var permitted = question.Element.ExtensionsOf(MimeType).Select(extension => extension["value"].Text).OfType<string>().ToArray();
        var found = value["contentType"].Text;
        if (permitted.Length > 0 && !Array.Exists(permitted, type => found?.StartsWith(type, StringComparison.Ordinal) == true))
        {
            run.Report(answer, Issue.Error("required", "qr-attachment-type", "The attachment is of a kind that is not permitted.", "허용되지 않은 첨부 형식입니다.") with
            {
                Expected = string.Join(" | ", permitted),
                Found = found ?? "no contentType",
            });
        }

        // A decimal in R4: the extension counts in bytes here as everywhere else.
        if (!decimal.TryParse(question.Element.ExtensionValue(MaxSize).Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var most)) return;
        if (Base64Text.CountBytes(value["data"]) is not { } size || size <= most) return;
        run.Report(answer, Issue.Error("required", "qr-attachment-size", "The attachment is too large.", "첨부 파일이 너무 큽니다.") with
        {
            Expected = string.Create(CultureInfo.InvariantCulture, $"at most {most} bytes"),
            Found = string.Create(CultureInfo.InvariantCulture, $"{size} bytes"),
        });
    }
}
