using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Validation.Rules;

/// <summary>Where an extension may stand (R4 defining-extensions.html#context).</summary>
internal static class ExtensionContext
{
    /// <summary>Reports an extension that stands where its definition does not permit it.</summary>
    public static void Check(Element parent, TypeDefinition extension, ValidationRun run)
    {
        if (!parent.Exists || extension.Contexts.Count == 0 || IsInDefinition(run)) return;
        if (IsPermittedInPractice(extension.Url, parent, run)) return;
        if (!extension.Contexts.Any(context => Permits(context.Kind, context.Expression, parent, run)))
        {
            run.Report(parent, Issue.Error("structure", "extension-context", "The extension may not be used here.", "이 위치에 쓸 수 없는 확장(extension)입니다.") with
            {
                Expected = string.Join(" | ", extension.Contexts.Select(context => context.Expression)),
                Found = $"{extension.Url} on {parent.TypeName}",
            });
            return;
        }

        foreach (var invariant in extension.ContextInvariants)
        {
            if (FhirPathExpression.Compile(invariant).Value is not { } expression || expression.Test(new PathItem(parent), run.Context, out var failure) == true || failure is not null) continue;
            run.Report(parent, Issue.Error("invariant", "extension-context-invariant", "What the extension asks of the element it stands on does not hold.", "확장(extension)이 놓인 항목이 확장의 조건을 충족하지 않습니다.") with
            {
                Expected = invariant,
                Found = extension.Url,
            });
        }
    }

    // Definitions of R4 that name too narrow a context, and are used elsewhere by the specification itself (FHIR-13328 and others).
    private static bool IsPermittedInPractice(string url, Element parent, ValidationRun run) => url switch
    {
        "http://hl7.org/fhir/StructureDefinition/structuredefinition-fhir-type" or "http://hl7.org/fhir/StructureDefinition/regex" => PermitsElement("ElementDefinition.type", parent, run),
        "http://hl7.org/fhir/StructureDefinition/structuredefinition-normative-version"
            or "http://hl7.org/fhir/StructureDefinition/capabilitystatement-expectation"
            or "http://hl7.org/fhir/StructureDefinition/capabilitystatement-prohibited" => true,
        _ => false,
    };

    private static bool Permits(string kind, string expression, Element parent, ValidationRun run) => kind switch
    {
        "extension" => UrlAround(parent, run) == expression,
        "fhirpath" => FhirPathExpression.Compile(expression).Value?.Evaluate(run.Resource, run.Context).Any(item => item.IsElement && item.Element == parent) != false,
        _ => PermitsElement(expression, parent, run),
    };

    private static bool PermitsElement(string expression, Element parent, ValidationRun run)
    {
        var hash = expression.IndexOf('#', StringComparison.Ordinal);
        if (hash > 0)
        {
            // A profile before the hash has to be met by the resource around.
            if (run.Rules.FindProfile(expression[..hash]) is not { } profile || !run.Meets(run.Resource, profile)) return false;
            expression = expression[(hash + 1)..];
        }

        if (expression is "Element" or "Any") return true;
        if (expression == "CanonicalResource") return parent.Type is { Kind: TypeKind.Resource } && parent["url"].Node is not null;
        var ancestors = run.Ancestors;
        var suffix = "";
        for (var at = ancestors.Length - 1; at >= 0; at--)
        {
            var element = ancestors[at];
            if (IsNamed(element, suffix, expression)) return true;
            if (element.Type is { Kind: TypeKind.Resource }) break;
            suffix = $".{(element.Definition is { IsChoice: true } choice ? choice.Name + "[x]" : element.Name)}{suffix}";
        }

        return false;
    }

    // By the name of the type or of one it derives from, or by the element whose content this one takes.
    private static bool IsNamed(Element element, string suffix, string expression)
    {
        if (element.Definition?.ContentReference is { } reference && expression == reference + suffix) return true;
        if (expression == element.TypeName + suffix) return true;
        for (var type = element.Type; type is not null; type = type.Base)
            if (expression.Length == type.TypeName.Length + suffix.Length && expression.StartsWith(type.TypeName, StringComparison.Ordinal) && expression.EndsWith(suffix, StringComparison.Ordinal)) return true;
        return false;
    }

    // An extension on an extension, or on the value of one.
    private static string? UrlAround(Element parent, ValidationRun run)
    {
        if (parent.TypeName == "Extension") return parent["url"].Text;
        var ancestors = run.Ancestors;
        return parent.Name == "value" && ancestors.Length > 1 && ancestors[^2].TypeName == "Extension" ? ancestors[^2]["url"].Text : null;
    }

    // The values that a definition fixes or gives as examples may carry any extension.
    private static bool IsInDefinition(ValidationRun run)
    {
        var ancestors = run.Ancestors;
        for (var at = ancestors.Length - 1; at > 0; at--)
        {
            if (ancestors[at].Definition is not { IsChoice: true }) continue;
            if (ancestors[at - 1].TypeName == "ElementDefinition" || ancestors[at - 1] is { Name: "example", Definition.Path: "ElementDefinition.example" }) return true;
        }

        return false;
    }
}
