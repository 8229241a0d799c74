using System.Buffers;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Conformance;

/// <summary>A search parameter's expression can be run, a composite has components, and one that derives fits what it derives from (R4 searchparameter.html).</summary>
internal sealed class SearchParameterRule : Rule
{
    private static readonly SearchValues<char> Reserved = SearchValues.Create(".$|");

    internal override void Check(Element element, ValidationRun run)
    {
        if (element["code"].Text is { } code && code.AsSpan().ContainsAny(Reserved))
            run.Report(element["code"], Issue.Warning("invalid", "search-code", "The code has a character that means something else in a search.", "검색 문법에서 다른 뜻을 갖는 문자가 코드에 있습니다.") with { Found = code });
        CheckExpression(element, run);
        if (element["type"].Text == "composite" && element.Children("component").Count < 2)
            run.Report(element, Issue.Error("business-rule", "search-components", "A composite has at least two components.", "복합 검색 매개변수에는 구성 요소가 둘 이상 있어야 합니다.") with { Expected = "at least 2" });
        if (element["derivedFrom"].Text is { Length: > 0 } master) CheckMaster(element, master, run);
    }

    /// <inheritdoc/>
    public override string ToString() => "search parameter: expression, components, derivation";

    private static void CheckExpression(Element parameter, ValidationRun run)
    {
        if (parameter["expression"].Text is not { } expression) return;
        var compiled = FhirPathExpression.Compile(expression);
        if (compiled.Value is { } path)
        {
            // An expression for several types names each where it begins: what is no element of one base is the name of another.
            var issues = parameter.Children("base").ToArray()
                .Select(type => path.Check(run.Schema, type.Text ?? "").FirstOrDefault(issue => issue.IsError && run.Schema.FindType(issue.Found ?? "") is null)).ToArray();
            if (issues.Length > 0 && Array.TrueForAll(issues, issue => issue is not null)) run.Report(parameter["expression"], Wrong(issues[0]!, expression));
        }
        else
        {
            run.Report(parameter["expression"], Wrong(compiled.Issues[0], expression));
        }
    }

    private static void CheckMaster(Element parameter, string master, ValidationRun run)
    {
        var known = run.Find(master);
        if (known is { Exists: true, TypeName: "SearchParameter" })
        {
            CheckMaster(parameter, known["type"].Text, [.. known.Children("base").ToArray().Select(type => type.Text ?? "")], run);
            return;
        }

        var definition = run.Schema.SearchParameters.FirstOrDefault(candidate => candidate.Url == master);
        if (definition is null) run.Report(parameter["derivedFrom"], Issue.Warning("business-rule", "search-derived", "The search parameter it derives from is not known.", "원본 검색 매개변수를 찾을 수 없습니다.") with { Found = master });
        else CheckMaster(parameter, definition.Type, definition.Base, run);
    }

    private static void CheckMaster(Element parameter, string? type, IReadOnlyCollection<string> bases, ValidationRun run)
    {
        foreach (var own in parameter.Children("base"))
        {
            if (bases.Contains(own.Text ?? "") || bases.Contains("Resource")) continue;
            run.Report(own, Issue.Error("business-rule", "search-derived", "What it derives from is not for this type.", "원본 검색 매개변수가 이 유형의 것이 아닙니다.") with { Expected = string.Join(" | ", bases), Found = own.Text });
        }

        if (parameter["type"].Text is { } found && type is not null && found != type)
            run.Report(parameter["type"], Issue.Error("business-rule", "search-derived", "What it derives from is of another type.", "원본 검색 매개변수와 유형이 다릅니다.") with { Expected = type, Found = found });
    }

    private static Issue Wrong(Issue cause, string expression) =>
        Issue.Error("invalid", "search-expression", $"The expression cannot be run: {cause.English}", $"표현식을 실행할 수 없습니다: {cause.Korean}") with { Found = cause.Found ?? expression };
}
