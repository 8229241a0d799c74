using System.Globalization;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Conformance;

/// <summary>A code system counts its codes rightly, has each once, and its properties are of the types it says (R4 codesystem.html).</summary>
internal sealed class CodeSystemRule : Rule
{
    internal override void Check(Element element, ValidationRun run)
    {
        var properties = Properties(element, run);
        var codes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var concept in element.Children("concept")) CheckConcept(concept, codes, properties, run);
        CheckContent(element, codes.Count, run);
        CheckValueSet(element, run);
        CheckSupplement(element, codes, run);
    }

    /// <inheritdoc/>
    public override string ToString() => "codes: once, counted; properties: of their types";

    private static Dictionary<string, string?> Properties(Element system, ValidationRun run)
    {
        var types = new Dictionary<string, string?>(StringComparer.Ordinal);
        var uris = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in system.Children("property"))
        {
            if (property["uri"].Text is { } uri)
            {
                if (!ReferenceResolver.IsAbsolute(uri)) Refuse(property["uri"], "code-system-property", "The URI of a property is absolute.", "속성의 uri는 절대 주소여야 합니다.", "an absolute URI", uri, run);
                else if (!uris.Add(uri)) Refuse(property["uri"], "code-system-property", "Two properties have the same URI.", "두 속성의 uri가 같습니다.", "once", uri, run);
            }

            if (property["code"].Text is { } code && !types.TryAdd(code, property["type"].Text))
                Refuse(property, "code-system-property", "Two properties have the same code.", "두 속성의 코드가 같습니다.", "once", code, run);
        }

        return types;
    }

    private static void CheckConcept(Element concept, HashSet<string> codes, Dictionary<string, string?> properties, ValidationRun run)
    {
        if (run.IsFull) return;
        if (concept["code"].Text is { } code && !codes.Add(code))
            Refuse(concept, "code-system-duplicate", "The code is defined twice.", "코드가 두 번 정의되어 있습니다.", "once", code, run);
        foreach (var property in concept.Children("property"))
        {
            if (property["code"].Text is not { } name) continue;
            var value = property["value"];
            if (!value.Exists)
                Refuse(property, "code-system-property", "The property has no value.", "속성에 값이 없습니다.", "value", name, run);
            else if (!properties.TryGetValue(name, out var type))
                run.Report(property, Issue.Warning("business-rule", "code-system-property", "The property is not defined.", "정의되지 않은 속성입니다.") with { Found = name });
            else if (type is not null && value.TypeName != type)
                Refuse(property, "code-system-property", "The value is of another type than the property.", "속성 값의 자료형이 정의와 다릅니다.", type, value.TypeName, run);
        }

        foreach (var child in concept.Children("concept")) CheckConcept(child, codes, properties, run);
    }

    private static void CheckContent(Element system, int count, ValidationRun run)
    {
        var content = system["content"].Text;
        if (content == "not-present" && count > 0)
            Refuse(system, "code-system-count", "A system whose content is not present lists no codes.", "내용이 없는(not-present) 코드 시스템에는 코드를 둘 수 없습니다.", "no concept", Text(count), run);
        if (!int.TryParse(system["count"].Text, NumberStyles.None, CultureInfo.InvariantCulture, out var stated)) return;
        if (content == "complete" && count != stated)
            Refuse(system["count"], "code-system-count", "The count is not the number of codes.", "count가 코드 수와 다릅니다.", Text(count), Text(stated), run);
        else if (content is "fragment" or "example" && count >= stated)
            run.Report(system["count"], Issue.Warning("invalid", "code-system-count", "A part has fewer codes than the whole.", "일부만 담은 코드 시스템의 코드 수가 전체 수보다 적어야 합니다.") with { Expected = $"more than {Text(count)}", Found = Text(stated) });
    }

    // The value set of all codes includes the system, and nothing narrows it.
    private static void CheckValueSet(Element system, ValidationRun run)
    {
        if (system["valueSet"].Text is not { } canonical || run.Schema.FindValueSet(canonical) is not { } all) return;
        var isAll = all.Include is [{ Concepts.Count: 0, Filters.Count: 0, ValueSets.Count: 0 } only] && only.System == system["url"].Text;
        if (!isAll) Refuse(system["valueSet"], "code-system-value-set", "This value set is not the set of all codes.", "모든 코드를 담은 값 집합이 아닙니다.", $"an include of {system["url"].Text}, as a whole", canonical, run);
    }

    private static void CheckSupplement(Element system, HashSet<string> codes, ValidationRun run)
    {
        var supplements = system["supplements"].Text;
        if (system["content"].Text != "supplement" && supplements is null) return;
        if (supplements is null)
        {
            Refuse(system, "code-system-supplement", "A supplement says what it supplements.", "보충 코드 시스템은 대상을 표시해야 합니다.", "supplements", null, run);
            return;
        }

        if (run.Membership.Systems.Find(supplements) is not { IsComplete: true } known) return;
        foreach (var code in codes)
            if (known.Find(code) is null) Refuse(system, "code-system-supplement", "What it supplements has no such code.", "보충 대상에 없는 코드입니다.", $"a code of {supplements}", code, run);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static void Refuse(Element at, string rule, string english, string korean, string? expected, string? found, ValidationRun run) =>
        run.Report(at, Issue.Error("business-rule", rule, english, korean) with { Expected = expected, Found = found });
}
