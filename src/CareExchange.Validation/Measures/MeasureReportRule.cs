using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Measures;

/// <summary>A report has the groups of its measure, and in them its populations and stratifiers (R4 measurereport.html).</summary>
internal sealed class MeasureReportRule : Rule
{
    private const string Populations = "http://terminology.hl7.org/CodeSystem/measure-population";

    internal override void Check(Element element, ValidationRun run)
    {
        if (element["measure"].Text is not { } canonical) return;
        if (run.Find(canonical) is not { Exists: true, TypeName: "Measure" } measure)
        {
            run.Report(element, Issue.Warning("required", "report-measure-unknown", "The measure is not to be had, so the report is not held against it.", "측정 지표를 찾을 수 없어 보고서를 대조하지 않았습니다.") with { Found = canonical });
            return;
        }

        var groups = measure.Children("group").ToArray();
        if (groups.Length == 0) return;
        new MeasureScore(element, measure, run).CheckScoring(element["measure"]);
        var given = element.Children("group").ToArray();
        if (given is [var only] && groups is [var single]) CheckSingle(only, single, element, measure, run);
        else CheckGroups(element, measure, given, groups, run);
    }

    /// <inheritdoc/>
    public override string ToString() => "reports its measure: groups, populations, stratifiers, scores";

    // With one group on either side there is nothing to tell apart; codes only must not contradict.
    private static void CheckSingle(Element given, Element group, Element report, Element measure, ValidationRun run)
    {
        if (given["code"].Exists && group["code"].Exists && !ConceptMatch.Shares(given["code"], group["code"]))
            Refuse(given, "report-group", "The group's code is not the measure's.", "그룹의 코드가 측정 지표와 다릅니다.", ConceptMatch.Text(group["code"]), ConceptMatch.Text(given["code"]), run);
        CheckGroup(given, group, report, measure, run);
    }

    private static void CheckGroups(Element report, Element measure, Element[] given, Element[] groups, ValidationRun run)
    {
        var matched = new HashSet<Element>();
        foreach (var one in given)
        {
            if (!one["code"].Exists)
                Refuse(one, "report-group", "Where there are several groups, each says by its code which it is.", "그룹이 여럿이면 코드로 구분해야 합니다.", "code", null, run);
            else if (Array.Find(groups, group => ConceptMatch.Shares(one["code"], group["code"])) is not { Exists: true } group)
                Refuse(one, "report-group", "The measure has no group with this code.", "측정 지표에 없는 그룹입니다.", null, ConceptMatch.Text(one["code"]), run);
            else if (!matched.Add(group))
                Refuse(one, "report-group", "The group is reported twice.", "같은 그룹이 두 번 나옵니다.", "once", ConceptMatch.Text(one["code"]), run);
            else
                CheckGroup(one, group, report, measure, run);
        }

        if (report["type"].Text == "data-collection") return;
        foreach (var group in groups)
            if (!matched.Contains(group)) Refuse(report, "report-group", "A group of the measure is not reported.", "측정 지표의 그룹이 보고서에 없습니다.", ConceptMatch.Text(group["code"]) ?? "a group", null, run);
    }

    private static void CheckGroup(Element given, Element group, Element report, Element measure, ValidationRun run)
    {
        CheckParts(given, group, "population", run, population => CheckPopulation(population, report, run));
        new MeasureScore(report, measure, run).Check(given);
        CheckParts(given, group, "stratifier", run, static _ => { });
    }

    private static void CheckParts(Element given, Element group, string name, ValidationRun run, Action<Element> check)
    {
        var parts = group.Children(name).ToArray();
        var matched = new HashSet<Element>();
        foreach (var one in given.Children(name))
        {
            var code = one["code"];
            if (!code.Exists)
                Refuse(one, $"report-{name}", $"Each {name} says by its code which it is.", "코드로 구분해야 하는 항목입니다.", "code", null, run);
            else if (Array.Find(parts, part => ConceptMatch.IsSame(code, part["code"])) is not { Exists: true } part)
                Refuse(one, $"report-{name}", $"The measure's group has no {name} with this code.", "측정 지표의 그룹에 없는 항목입니다.", null, ConceptMatch.Text(code), run);
            else if (!matched.Add(part))
                Refuse(one, $"report-{name}", $"The {name} is reported twice.", "같은 항목이 두 번 나옵니다.", "once", ConceptMatch.Text(code), run);
            else
                check(one);
        }

        foreach (var part in parts)
        {
            if (matched.Contains(part) || (name == "population" && IsObservation(part["code"]))) continue;
            Refuse(given, $"report-{name}", $"A {name} of the measure is not reported.", "측정 지표의 항목이 보고서에 없습니다.", ConceptMatch.Text(part["code"]) ?? name, null, run);
        }
    }

    // Observations are made of the members of populations; they are counted with them, not beside them.
    private static bool IsObservation(Element code)
    {
        foreach (var coding in code.Children("coding"))
            if (coding["system"].Text == Populations && coding["code"].Text == "measure-observation") return true;
        return false;
    }

    private static void CheckPopulation(Element population, Element report, ValidationRun run)
    {
        var hasSubjects = population["subjectResults"].Exists;
        if (report["type"].Text == "subject-list")
        {
            MeasureSubjects.Check(population, run);
            return;
        }

        if (hasSubjects) Refuse(population, "report-subjects", "Only a subject-list lists subjects.", "대상자 목록(subject-list) 보고서에만 대상자를 둘 수 있습니다.", "none", "subjectResults", run);
        if (!population["count"].Exists)
            run.Report(population, Issue.Warning("business-rule", "report-count", "A report that lists no subjects counts them.", "대상자 목록이 아닌 보고서에는 수(count)가 있어야 합니다.") with { Expected = "count" });
    }

    private static void Refuse(Element at, string rule, string english, string korean, string? expected, string? found, ValidationRun run) =>
        run.Report(at, Issue.Error("business-rule", rule, english, korean) with { Expected = expected, Found = found });
}
