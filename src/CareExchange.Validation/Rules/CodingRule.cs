using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Terminology.CodeSystems;
using CareExchange.Terminology.ValueSets;

namespace CareExchange.Validation.Rules;

/// <summary>A Coding, or the unit of a Quantity, says a code that exists, in a system that can be one (R4 datatypes.html#Coding), bound or not.</summary>
/// <param name="isQuantity">True for a Quantity, whose <c>unit</c> is for people and whose code may be missing.</param>
internal sealed class CodingRule(bool isQuantity) : Rule
{
    private const int StackLimit = 160;

    internal override void Check(Element element, ValidationRun run)
    {
        Element system = default, code = default, display = default, version = default;
        foreach (var child in element.Children())
        {
            switch (child.JsonName)
            {
                case "system": system = child; break;
                case "code": code = child; break;
                case "version": version = child; break;
                case "display": display = child; break;
            }
        }

        if (!code.HasValue) return;
        if (!system.HasValue)
        {
            if (!isQuantity) run.Report(element, NoSystem());
            return;
        }

        Span<char> systemBuffer = stackalloc char[StackLimit];
        Span<char> codeBuffer = stackalloc char[StackLimit];
        var url = ElementText.Read(system, systemBuffer);
        var text = ElementText.Read(code, codeBuffer);
        if (url.Contains(':')) CheckCode(element, url, text, version, display, run);
        else run.Report(element, Relative(system.Text));
    }

    /// <inheritdoc/>
    public override string ToString() => isQuantity ? "unit exists in its system" : "code exists in its system";

    private static void CheckCode(Element element, ReadOnlySpan<char> system, ReadOnlySpan<char> code, Element version, Element display, ValidationRun run)
    {
        var systems = run.Membership.Systems;
        var found = version.HasValue ? systems.Find(system.ToString(), version.Text) : systems.Find(system);
        if (found is null or { IsComplete: false } && found?.IndexOf(code) is null or < 0)
        {
            CheckUnlisted(element, system, code, found is null, run);
            return;
        }

        var index = found!.IndexOf(code);
        if (index < 0)
        {
            run.Report(element, CodeIssues.UnknownCode(found.Definition.Url, found.Definition.Version, code.ToString()));
            return;
        }

        if (found.IsInactive(index)) run.Report(element, CodeIssues.Inactive(found.Definition.Url, code.ToString()));
        if (display.HasValue && !IsDisplay(found, index, display))
            run.Report(display, CodeIssues.WrongDisplay(found.Definition.Url, code.ToString(), found.Concepts.Display(index), display.Text ?? ""));
    }

    // Nobody has the list: what is left is the shape of the code, and of the system itself.
    private static void CheckUnlisted(Element element, ReadOnlySpan<char> system, ReadOnlySpan<char> code, bool isUnknown, ValidationRun run)
    {
        var shape = CodeShape.Find(system);
        if (shape?.Contains(code) == false) run.Report(element, CodeIssues.WrongShape(system.ToString(), code.ToString(), run.Options.RefusesMisshapenCodes && (shape.IsWhole || shape.IsGuarded)));
        else if (isUnknown && shape is null && IsValueSet(system, run)) run.Report(element, ValueSetAsSystem(system.ToString()));
        else if (isUnknown && shape is null && IsMisspelt(system) is { } meant) run.Report(element, Misspelt(system.ToString(), meant));
        else if (run.Options.ReportsUnevaluatedCodes && shape?.IsWhole != true) run.Report(element, CodeIssues.NotEvaluated(system.ToString(), null, !isUnknown));
    }

    // Nearly all displays are written as the system writes them, and then no text has to be made.
    private static bool IsDisplay(CodeSystem system, int index, Element display)
    {
        var known = system.Concepts.DisplayUtf8(index);
        if (known.IsEmpty || (display.Raw is [(byte)'"', .. var written, (byte)'"'] && written.SequenceEqual(known))) return true;
        return ConceptDisplay.IsKnown(system, index, display.Text ?? "");
    }

    private static bool IsValueSet(ReadOnlySpan<char> system, ValidationRun run) =>
        system.Contains("/ValueSet/", StringComparison.Ordinal)
        && (system.StartsWith("http://hl7.org/fhir/") || system.StartsWith("http://terminology.hl7.org/") || run.Membership.Knows(system.ToString()));

    // The four systems everybody uses are those that everybody misspells: with a version, a slash or a path after the URL.
    private static string? IsMisspelt(ReadOnlySpan<char> system)
    {
        foreach (var known in (ReadOnlySpan<string>)["http://snomed.info/sct", "http://loinc.org", "http://unitsofmeasure.org", "http://www.nlm.nih.gov/research/umls/rxnorm"])
            if (system.StartsWith(known) && system.Length > known.Length) return known;
        return null;
    }

    private static Issue NoSystem() => Issue.Warning(
        "code-invalid", "coding-system", "A code without a system has no defined meaning and cannot be judged.", "코드 체계(system)가 없는 코드는 뜻이 정해지지 않아 판정할 수 없습니다.");

    private static Issue Relative(string? system) => Issue.Error(
        "code-invalid", "coding-system-relative", "The system must be an absolute URI.", "system은 절대 URI여야 합니다.") with { Found = system };

    private static Issue ValueSetAsSystem(string system) => Issue.Error(
        "invalid", "coding-system-value-set", "The system is a value set, not a code system.", "system에 코드 체계가 아니라 값 집합이 쓰였습니다.") with { Found = system };

    private static Issue Misspelt(string system, string meant) => Issue.Error(
        "code-invalid", "coding-system-invalid", "The system is not the URI of the code system it begins with.", "system이 알려진 코드 체계의 URI로 시작하지만 그 URI가 아닙니다.") with { Expected = meant, Found = system };
}
