using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Terminology.ValueSets;

namespace CareExchange.Validation.Rules;

/// <summary>A code comes from the value set the element is bound to (R4 terminologies.html#required).</summary>
/// <remarks>A code in a system that the packs do not hold is not evaluated, and so not refused.</remarks>
/// <param name="valueSet">Canonical of the value set.</param>
/// <param name="codes">The compiled value set.</param>
/// <param name="isMaximum">True where the value set is the outermost bound of a weaker binding.</param>
internal sealed class BindingRule(string valueSet, CodeSet codes, bool isMaximum) : Rule
{
    private const int ExpectedCodes = 12;

    internal override void Check(Element element, ValidationRun run)
    {
        var answer = element.TypeName switch
        {
            "CodeableConcept" => AnyCoding(element),
            "Coding" or "Quantity" or "Age" or "Count" or "Distance" or "Duration" or "Money" => Holds(element["system"], element["code"]),
            _ when element.IsPrimitive => Holds(default, element),
            _ => null,
        };
        if (answer == false) run.Report(element, Outside(element));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{(isMaximum ? "maximum" : "required")} binding: {valueSet}";

    // One coding of the set is enough: the others may translate it into systems of their own. Text alone is no code.
    private bool? AnyCoding(Element concept)
    {
        bool? answer = false;
        foreach (var coding in concept.Children("coding"))
        {
            var one = Holds(coding["system"], coding["code"]);
            if (one == true) return true;
            answer |= one;
        }

        return answer;
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
        return Issue.Error("code-invalid", "binding-required", "The code is not in the value set that is required here.", "필수 값 집합에 없는 코드입니다.") with
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
