using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Questionnaires;

/// <summary>Bounds and units of a quantity (SDC's minQuantity and maxQuantity, and R4's unitOption and unitValueSet).</summary>
internal static class AnswerQuantity
{
    private const string Ucum = "http://unitsofmeasure.org";
    private const string MinQuantity = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-minQuantity";
    private const string MaxQuantity = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-maxQuantity";
    private const string UnitOption = "http://hl7.org/fhir/StructureDefinition/questionnaire-unitOption";
    private const string UnitValueSet = "http://hl7.org/fhir/StructureDefinition/questionnaire-unitValueSet";

    /// <summary>Judges a quantity.</summary>
    public static void Check(QuestionnaireItem question, Element value, ValidationRun run)
    {
        if (question.Element.ExtensionValue(MinQuantity) is { Exists: true } least) CheckBound(value, "<", least, run);
        if (question.Element.ExtensionValue(MaxQuantity) is { Exists: true } most) CheckBound(value, ">", most, run);
        AnswerBounds.CheckPlaces(question, value["value"], run);
        CheckOptions(question, value, run);
        if (question.Element.ExtensionValue(UnitValueSet).Text is { } valueSet) CheckValueSet(value, valueSet, run);
    }

    private static void CheckBound(Element value, string beyond, Element bound, ValidationRun run)
    {
        var isCoded = value["system"].HasValue && value["code"].HasValue && bound["system"].HasValue && bound["code"].HasValue;
        var isSameUnit = isCoded && value["system"].Text == bound["system"].Text && value["code"].Text == bound["code"].Text;
        var isUcum = isCoded && value["system"].Text == Ucum && bound["system"].Text == Ucum;
        var isBeyond = isSameUnit ? AnswerComparison.Compare(value["value"], beyond, bound["value"])
            : isUcum ? AnswerComparison.Compare(value, beyond, bound)
            : null;
        if (isBeyond is null)
        {
            run.Report(value, Issue.Error("invariant", "qr-quantity-compare", "The quantity cannot be compared with its bound.", "한계값과 비교할 수 없는 단위입니다.") with { Expected = Text(bound), Found = Text(value) });
        }
        else if (isBeyond == true)
        {
            run.Report(value, beyond == "<" ? AnswerBounds.Below(Text(bound), Text(value)) : AnswerBounds.Above(Text(bound), Text(value)));
        }
    }

    private static void CheckOptions(QuestionnaireItem question, Element value, ValidationRun run)
    {
        var options = question.Element.ExtensionsOf(UnitOption).Select(extension => extension["value"]).ToArray();
        if (options.Length == 0 || Array.Exists(options, option => IsUnit(value, option))) return;
        run.Report(value, Issue.Error("invariant", "qr-quantity-unit", "The quantity has a unit that is not permitted.", "허용되지 않은 단위입니다.") with
        {
            Expected = string.Join(" | ", options.Select(option => option["code"].Text ?? option["display"].Text)),
            Found = Text(value),
        });
    }

    private static bool IsUnit(Element value, Element option) =>
        (!option["system"].HasValue || option["system"].Text == value["system"].Text)
        && (!option["code"].HasValue || option["code"].Text == value["code"].Text)
        && (!option["display"].HasValue || option["display"].Text == value["unit"].Text);

    private static void CheckValueSet(Element value, string valueSet, ValidationRun run)
    {
        if (run.Schema.FindValueSet(valueSet) is null)
        {
            run.Report(value, Issue.Warning("invariant", "qr-value-set-unknown", "The value set of permitted units is not known.", "허용 단위 값 집합을 찾을 수 없습니다.") with { Found = valueSet });
            return;
        }

        var isMember = value["code"].Text is { } code ? run.Membership.Contains(valueSet, value["system"].Text, code) : false;
        if (isMember != false) return;
        run.Report(value, Issue.Error("invariant", "qr-quantity-unit", "The quantity has a unit that is not permitted.", "허용되지 않은 단위입니다.") with { Expected = valueSet, Found = Text(value) });
    }

    private static string Text(Element quantity) => $"{quantity["comparator"].Text}{quantity["value"].Text} {quantity["code"].Text ?? quantity["unit"].Text}";
}
