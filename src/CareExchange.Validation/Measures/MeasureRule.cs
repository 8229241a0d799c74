using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Measures;

/// <summary>A measure's groups can be told apart, and its criteria name expressions of its libraries (R4 measure.html).</summary>
internal sealed class MeasureRule : Rule
{
    internal override void Check(Element element, ValidationRun run)
    {
        var libraries = new List<MeasureLibrary>();
        foreach (var library in element.Children("library"))
        {
            if (library.Text is not { } canonical) continue;
            if (run.Find(canonical) is { Exists: true, TypeName: "Library" } found) libraries.Add(new(found));
            else run.Report(library, Issue.Information("not-found", "measure-library-unknown", "The library is not to be had, so expressions are not looked up in it.", "라이브러리를 찾을 수 없어 표현식을 확인하지 않았습니다.") with { Found = canonical });
        }

        var groups = element.Children("group").ToArray();
        if (groups.Length == 0) Warn(element, "A measure has groups.", "group", run);
        foreach (var group in groups) CheckGroup(group, groups.Length, libraries, run);
    }

    /// <inheritdoc/>
    public override string ToString() => "measure: groups with codes, criteria of its libraries";

    private static void CheckGroup(Element group, int groups, List<MeasureLibrary> libraries, ValidationRun run)
    {
        if (groups > 1 && !group["code"].Exists) Warn(group, "Groups have codes where there are several.", "code", run);
        if (!group["population"].Exists) Warn(group, "A group has populations.", "population", run);
        CheckCodes(group, "population", run);
        CheckCodes(group, "stratifier", run);
        foreach (var stratifier in group.Children("stratifier"))
        {
            CheckCriteria(stratifier["criteria"], libraries, run);
            CheckCodes(stratifier, "component", run);
            foreach (var component in stratifier.Children("component")) CheckCriteria(component["criteria"], libraries, run);
        }
    }

    private static void CheckCodes(Element parent, string name, ValidationRun run)
    {
        var children = parent.Children(name).ToArray();
        if (children.Length < 2) return;
        foreach (var child in children)
            if (!child["code"].Exists) Warn(child, "Several of a kind have codes, so that they can be told apart.", "code", run);
    }

    private static void CheckCriteria(Element criteria, List<MeasureLibrary> libraries, ValidationRun run)
    {
        if (criteria["language"].Text is not ("text/cql" or "text/cql.identifier")) return;
        var expression = criteria["expression"].Text ?? "";
        if (libraries.Count == 0)
        {
            Refuse(criteria, "The criteria are CQL, but the measure has no library that is known.", "조건이 CQL인데 알려진 라이브러리가 없습니다.", expression, run);
            return;
        }

        var dot = expression.IndexOf('.', StringComparison.Ordinal);
        var candidates = dot < 0 ? libraries : libraries.FindAll(library => library.Name == expression[..dot]);
        if (candidates is not [var only])
        {
            Refuse(criteria, "The criteria do not tell which library they mean.", "조건이 어느 라이브러리의 것인지 알 수 없습니다.", expression, run);
            return;
        }

        if (!only.IsCompiled) Refuse(criteria, "The library has no ELM that can be read.", "라이브러리에 읽을 수 있는 ELM이 없습니다.", only.Url, run);
        else if (!only.Defines(expression[(dot + 1)..])) Refuse(criteria, "The library defines no such expression.", "라이브러리에 정의되지 않은 표현식입니다.", expression, run);
    }

    private static void Refuse(Element criteria, string english, string korean, string? found, ValidationRun run) =>
        run.Report(criteria, Issue.Error("invalid", "measure-criteria", english, korean) with { Found = found });

    private static void Warn(Element at, string english, string expected, ValidationRun run) =>
        run.Report(at, Issue.Warning("required", "measure-parts", english, "측정 지표의 구성 요소가 부족합니다.") with { Expected = expected });
}
