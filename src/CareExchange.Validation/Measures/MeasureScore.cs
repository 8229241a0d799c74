using System.Globalization;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Measures;

/// <summary>The score of a group is what the measure's scoring makes of it (R4 measure.html, scoring).</summary>
internal sealed class MeasureScore(Element report, Element measure, ValidationRun run)
{
    private const string Unit = "http://hl7.org/fhir/StructureDefinition/questionnaire-unit";
    private const string AlternateScore = "http://hl7.org/fhir/us/davinci-deqm/StructureDefinition/extension-alternateScoreType";

    private readonly string? _scoring = measure["scoring"]["coding"]["code"].Text;

    /// <summary>Says where the measure's scoring is none that is known.</summary>
    public void CheckScoring(Element at)
    {
        if (_scoring is not ("proportion" or "ratio" or "continuous-variable" or "cohort"))
            run.Report(at, Issue.Information("business-rule", "report-scoring", "The scoring of the measure is not known, so scores are not judged.", "측정 지표의 점수 방식을 알 수 없어 점수를 확인하지 않았습니다.") with { Found = _scoring });
    }

    /// <summary>Judges the score of a group.</summary>
    public void Check(Element group)
    {
        var score = group["measureScore"];
        if (report["type"].Text == "data-collection" || _scoring == "cohort")
        {
            if (score.Exists) Refuse(score, "There is no score in this kind of report.", "이 종류의 보고서에는 점수를 둘 수 없습니다.", "none", null);
            return;
        }

        if (_scoring is not ("proportion" or "ratio" or "continuous-variable")) return;
        if (!score.Exists)
        {
            run.Report(group, Issue.Error("required", "report-score", "The group has a score.", "그룹에 점수가 있어야 합니다.") with { Expected = _scoring });
            return;
        }

        var value = score["value"].Exists ? score["value"] : score.ExtensionValue(AlternateScore);
        if (!value.Exists) Refuse(score, "The score has a value.", "점수에 값이 있어야 합니다.", "value", null);
        else if (_scoring == "proportion") CheckProportion(score, value);
        else CheckUnit(score);
    }

    private void CheckProportion(Element score, Element value)
    {
        foreach (var name in (string[])["unit", "system", "code"])
            if (score[name].Exists) Refuse(score[name], "A proportion has no unit.", "비율에는 단위를 쓸 수 없습니다.", "none", score[name].Text);
        if (decimal.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is < 0 or > 1)
            Refuse(value, "A proportion is from 0 to 1.", "비율은 0 이상 1 이하여야 합니다.", "0 to 1", value.Text);
    }

    private void CheckUnit(Element score)
    {
        if (measure.ExtensionValue(Unit) is not { Exists: true } unit) return;
        if (score["code"].Text != unit["code"].Text || score["system"].Text != unit["system"].Text)
            Refuse(score, "The score has the unit of the measure.", "점수의 단위가 측정 지표와 다릅니다.", $"{unit["system"].Text}#{unit["code"].Text}", $"{score["system"].Text}#{score["code"].Text}");
    }

    private void Refuse(Element at, string english, string korean, string? expected, string? found) =>
        run.Report(at, Issue.Error("business-rule", "report-score", english, korean) with { Expected = expected, Found = found });
}
