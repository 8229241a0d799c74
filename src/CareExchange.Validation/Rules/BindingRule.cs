using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Terminology.ValueSets;

namespace CareExchange.Validation.Rules;

/// <summary>A code comes from the value set the element is bound to (R4 terminologies.html#4.1.5), as strictly as the binding says.</summary>
/// <remarks>A code in a system that the packs do not hold is not evaluated, and so not refused.</remarks>
/// <param name="kind">How strict the binding is.</param>
/// <param name="valueSet">Canonical of the value set.</param>
/// <param name="codes">The compiled value set.</param>
internal sealed class BindingRule(BindingKind kind, string valueSet, CodeSet codes) : Rule
{
    private const int ExpectedCodes = 12;

    internal override void Check(Element element, ValidationRun run)
    {
        var answer = element.TypeName switch
        {
            // Text alone is how an extensible binding is left where it has no suitable code; only a strict one asks for more.
            "CodeableConcept" when kind is BindingKind.Required || element["coding"].Exists => AnyCoding(element),
            "Coding" => OfCoding(element, isSystemNeeded: true),
            "Quantity" or "Age" or "Count" or "Distance" or "Duration" or "Money" => OfCoding(element, isSystemNeeded: false),
            _ when element.IsPrimitive => Holds(default, element),
            _ => null,
        };
        if (answer == false) run.Report(element, Outside(element));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{kind.ToString().ToLowerInvariant()} binding: {valueSet}";

    // One coding of the set is enough: the others may translate it into systems of their own. Text alone is no code.
    private bool? AnyCoding(Element concept)
    {
        bool? answer = false;
        foreach (var coding in concept.Children("coding"))
        {
            var one = OfCoding(coding, isSystemNeeded: false);
            if (one == true) return true;
            answer |= one;
        }

        return answer;
    }

    // A lone Coding without a system has no meaning that could be in a set or out of it; that is said elsewhere.
    private bool? OfCoding(Element coding, bool isSystemNeeded)
    {
        Element system = default, code = default;
        foreach (var child in coding.Children())
        {
            switch (child.JsonName)
            {
                case "system": system = child; break;
                case "code": code = child; break;
            }
        }

        return isSystemNeeded && !system.HasValue ? null : Holds(system, code);
    }

    // A code without a system could be of any; with none at all there is nothing to ask.
    private bool? Holds(Element system, Element code)
    {
        if (!code.HasValue) return null;
        Span<char> systemBuffer = stackalloc char[128];
        Span<char> codeBuffer = stackalloc char[128];
        return codes.Contains(ElementText.Read(system, systemBuffer), ElementText.Read(code, codeBuffer));
    }

    private Issue Outside(Element element)
    {
        var listed = codes.Listed;
        var expected = listed is { Count: <= ExpectedCodes } ? $"{valueSet}: {string.Join(" | ", listed.Select(entry => entry.Code))}" : valueSet;
        return (kind switch
        {
            BindingKind.Required => Issue.Error("code-invalid", "binding-required", "The code is not in the value set that is required here.", "필수 값 집합에 없는 코드입니다."),
            BindingKind.Maximum => Issue.Error("code-invalid", "binding-maximum", "The code is not even in the largest value set that is allowed here.", "허용되는 최대 값 집합에도 없는 코드입니다."),
            BindingKind.Extensible => Issue.Warning("code-invalid", "binding-extensible", "The code is not in the value set that should be used here unless it has no suitable code.", "알맞은 코드가 없을 때를 제외하고 써야 하는 값 집합에 없는 코드입니다."),
            _ => Issue.Information("code-invalid", "binding-preferred", "The code is not in the value set that is recommended here.", "권장 값 집합에 없는 코드입니다."),
        }) with
        {
            Expected = expected,
            Found = Found(element),
        };
    }

    private static string? Found(Element element)
    {
        if (element.IsPrimitive) return element.Text;
        var coding = element["coding"] is { Exists: true } first ? first : element;
        return coding["code"].Exists ? $"{coding["system"].Text}#{coding["code"].Text}" : "no code";
    }
}
