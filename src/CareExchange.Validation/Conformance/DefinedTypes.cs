using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Conformance;

/// <summary>The types of an ElementDefinition.</summary>
internal static class DefinedTypes
{
    private const string SystemType = "http://hl7.org/fhirpath/System.";
    private const string FhirType = "http://hl7.org/fhir/StructureDefinition/structuredefinition-fhir-type";

    /// <summary>The code of a type as FHIR names it; ids and values of primitives are published under FHIRPath's names.</summary>
    public static string? Code(Element type)
    {
        var code = type["code"].Text;
        if (code?.StartsWith(SystemType, StringComparison.Ordinal) != true) return code;
        return type.ExtensionValue(FhirType).Text ?? type["code"].ExtensionValue(FhirType).Text ?? "string";
    }

    /// <summary>Judges one.</summary>
    /// <param name="type">ElementDefinition.type.</param>
    /// <param name="path">The path of the element.</param>
    /// <param name="known">The element in what the structure derives from; null where it cannot be told.</param>
    /// <param name="run">The validation.</param>
    public static void Check(Element type, string path, ElementDefinition? known, ValidationRun run)
    {
        if (Code(type) is not { Length: > 0 } code) return;
        var isSystem = type["code"].Text?.StartsWith(SystemType, StringComparison.Ordinal) == true;
        if (!isSystem && known is { Types.Count: > 0 } && !known.Types.Any(permitted => permitted.Code == code || IsGeneral(permitted.Code, code, run.Schema)))
            Refuse(type, "exception", "definition-type", "The base does not permit this type here.", "기반 정의에서 허용하지 않는 유형입니다.", string.Join(" | ", known.Types.Select(permitted => permitted.Code).Distinct()), code, run);
        foreach (var profile in type.Children("profile")) CheckProfile(profile, code, path, run);
        var targets = type.Children("targetProfile").ToArray();
        if (targets.Length > 0 && !TypeCharacteristics.HasTarget(code))
            Refuse(type, "business-rule", "definition-target", "Only references have targets.", "참조 유형만 대상 프로파일을 가질 수 있습니다.", "Reference | canonical", code, run);
        else foreach (var target in targets) CheckTarget(target, code, run);
    }

    private static void CheckProfile(Element profile, string code, string path, ValidationRun run)
    {
        if (profile.Text is not { } canonical) return;
        if (run.Schema.FindType(canonical) is not { } found)
        {
            run.Report(profile, Issue.Warning("exception", "definition-profile-unknown", "The profile is not known.", "프로파일을 찾을 수 없습니다.") with { Found = canonical });
            return;
        }

        if (!IsInstance(found, code))
        {
            Refuse(profile, "exception", "definition-profile", "The profile is not one of this type.", "이 유형의 프로파일이 아닙니다.", code, found.TypeName, run);
            return;
        }

        if (found.TypeName != "Extension" || found.Snapshot.Count == 0) return;
        var isModifierPlace = path.EndsWith(".modifierExtension", StringComparison.Ordinal);
        if (found.Root.IsModifier != isModifierPlace)
            Refuse(profile, "exception", "definition-modifier", "A modifier extension stands in modifierExtension, and only there.", "수식 확장은 modifierExtension에만 쓸 수 있습니다.", found.Root.IsModifier ? "modifierExtension" : "extension", path, run);
    }

    private static void CheckTarget(Element target, string code, ValidationRun run)
    {
        if (target.Text is not { } canonical) return;
        if (run.Schema.FindType(canonical) is not { } found)
            run.Report(target, Issue.Warning("exception", "definition-profile-unknown", "The profile is not known.", "프로파일을 찾을 수 없습니다.") with { Found = canonical });
        else if (found.Kind == TypeKind.Logical ? code != "Reference" : found.Kind != TypeKind.Resource)
            Refuse(target, "exception", "definition-target", "The target of a reference is a resource.", "참조의 대상은 리소스여야 합니다.", "a resource", found.TypeName, run);
    }

    // A profile is of its own type, and of the abstract ones above it; Count is no Quantity's profile, although it derives from it.
    private static bool IsInstance(TypeDefinition profile, string code)
    {
        var type = profile;
        while (type is { IsConstraint: true, Base: { } above }) type = above;
        if (type.TypeName == code || type.Url == code) return true;
        for (var above = type.Base; above is not null && (above.IsAbstract || above.Kind == TypeKind.Logical); above = above.Base)
            if (above.TypeName == code || above.Url == code) return true;
        return false;
    }

    private static bool IsGeneral(string permitted, string code, Schema schema) => permitted is "Resource" or "DomainResource" or "Element" or "BackboneElement" or "*" or "Type" && schema.FindType(code)?.IsA(permitted) != false;

    private static void Refuse(Element at, string code, string rule, string english, string korean, string? expected, string? found, ValidationRun run) =>
        run.Report(at, Issue.Error(code, rule, english, korean) with { Expected = expected, Found = found });
}
