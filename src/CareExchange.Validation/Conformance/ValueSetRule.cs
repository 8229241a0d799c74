using System.Text.RegularExpressions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Conformance;

/// <summary>What a value set composes exists: its systems, codes, filters and imports (R4 valueset.html#compositions).</summary>
internal sealed class ValueSetRule : Rule
{
    // Compiled only to see whether it can be; NonBacktracking refuses what it cannot bound, which is no fault of the pattern.
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    internal override void Check(Element element, ValidationRun run)
    {
        var compose = element["compose"];
        foreach (var include in compose.Children("include")) CheckSelection(include, element, run);
        foreach (var exclude in compose.Children("exclude")) CheckSelection(exclude, element, run);
    }

    /// <inheritdoc/>
    public override string ToString() => "compose: systems, codes, filters and imports exist";

    private static void CheckSelection(Element include, Element valueSet, ValidationRun run)
    {
        foreach (var import in include.Children("valueSet"))
        {
            if (import.Text is not { } canonical || canonical.StartsWith('#') || run.Schema.FindValueSet(canonical) is not null) continue;
            run.Report(import, Issue.Warning("business-rule", "value-set-import", "The imported value set is not known.", "가져오는 값 집합을 찾을 수 없습니다.") with { Found = canonical });
        }

        if (include["system"].Text is not { } system) return;
        if (!ReferenceResolver.IsAbsolute(system))
        {
            Refuse(include["system"], "value-set-system", "The system is absolute.", "system은 절대 주소여야 합니다.", "an absolute URL", system, run);
            return;
        }

        CheckSystem(include, system, run);
        foreach (var filter in include.Children("filter")) CheckFilter(filter, run);
        CheckConcepts(include, system, valueSet, run);
    }

    private static void CheckSystem(Element include, string system, ValidationRun run)
    {
        if (system.IndexOf('|', StringComparison.Ordinal) is > 0 and var bar && bar < system.Length - 1)
            run.Report(include["system"], Issue.Error("business-rule", "value-set-system", "The version of a system stands in include.version.", "system의 버전은 include.version에 써야 합니다.") with { Expected = system[..bar], Found = system });
        var known = run.Schema.FindCodeSystem(system);
        if (known?.Content == "supplement")
            Refuse(include["system"], "value-set-system", "A supplement defines no codes of its own.", "보충(supplement) 코드 시스템은 자체 코드를 정의하지 않습니다.", "the system that it supplements", system, run);
        else if (known is null && run.Schema.FindValueSet(system) is not null)
            Refuse(include["system"], "value-set-system", "This is a value set, no code system.", "코드 시스템이 아니라 값 집합입니다.", "a code system", system, run);
    }

    private static void CheckFilter(Element filter, ValidationRun run)
    {
        var (operation, property, value) = (filter["op"].Text, filter["property"].Text, filter["value"].Text);
        if (value is null) return;
        if (operation == "exists" && value is not ("true" or "false"))
            Refuse(filter, "value-set-filter", "The operator asks for true or false.", "exists 연산의 값은 true 또는 false여야 합니다.", "true | false", value, run);
        if (operation != "regex") return;
        if (property == "concept") Refuse(filter, "value-set-filter", "A pattern is held against the code, not the concept.", "정규식은 concept이 아니라 code에 적용해야 합니다.", "code", property, run);
        if (!IsPattern(value)) Refuse(filter, "value-set-filter", "The pattern cannot be read.", "정규식을 읽을 수 없습니다.", null, value, run);
    }

    private static bool IsPattern(string value)
    {
        try
        {
            _ = new Regex(value, Linear);
            return true;
        }
        catch (NotSupportedException)
        {
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static void CheckConcepts(Element include, string system, Element valueSet, ValidationRun run)
    {
        var isRetired = valueSet["status"].Text == "retired";
        var known = run.Membership.Systems.Find(system);
        var isSameVersion = include["version"].Text is not { } version || known?.Definition.Version == version;
        HashSet<string>? seen = null;
        foreach (var concept in include.Children("concept"))
        {
            if (concept["code"].Text is not { } code) continue;
            if (!(seen ??= new(StringComparer.Ordinal)).Add(code))
                run.Report(concept, Issue.Warning("business-rule", "value-set-code-duplicate", "The code is listed twice.", "코드가 두 번 나열되어 있습니다.") with { Found = code });
            if (known is not { IsComplete: true } || !isSameVersion || known.Find(code) is not null) continue;
            run.Report(concept, new(isRetired ? IssueSeverity.Warning : IssueSeverity.Error, "business-rule", "value-set-code", "The system has no such code.", "코드 시스템에 없는 코드입니다.") { Expected = $"a code of {system}", Found = code });
        }
    }

    private static void Refuse(Element at, string rule, string english, string korean, string? expected, string? found, ValidationRun run) =>
        run.Report(at, Issue.Error("invalid", rule, english, korean) with { Expected = expected, Found = found });
}
