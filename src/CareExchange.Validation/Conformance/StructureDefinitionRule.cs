using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Conformance;

/// <summary>A structure fits what it derives from (R4 structuredefinition.html): kind, type, paths, contexts of extensions; its elements are judged by <see cref="DefinedElements"/>.</summary>
internal sealed class StructureDefinitionRule : Rule
{
    private const string ExtensionUrl = "http://hl7.org/fhir/StructureDefinition/Extension";

    internal override void Check(Element element, ValidationRun run)
    {
        var type = element["type"].Text;
        CheckContexts(element, type, run);
        var canonical = element["baseDefinition"].Text;
        var known = canonical is null ? null : run.Schema.FindType(canonical);
        if (known is null)
        {
            if (canonical is not null)
                run.Report(element, Issue.Warning("not-found", "structure-base-unknown", "What the structure derives from is not known, so its elements are not judged.", "기반 정의를 찾을 수 없어 요소를 확인하지 않았습니다.") with { Found = canonical });
            return;
        }

        CheckBase(element, type, known, run);
        new DefinedElements(element, known, run).Check();
        ObligationProfiles.Check(element, canonical!, run);
        if (type == "Extension" && canonical == ExtensionUrl) CheckExtensionUrl(element, run);
    }

    /// <inheritdoc/>
    public override string ToString() => "structure: fits its base; elements: paths, types, slicing, values, constraints";

    private static void CheckContexts(Element structure, string? type, ValidationRun run)
    {
        foreach (var context in structure.Children("context"))
        {
            if (type != "Extension")
                run.Report(context, Issue.Error("invalid", "structure-context", "Only extensions say where they may stand.", "확장만 사용 위치(context)를 가질 수 있습니다.") with { Found = type });
            else if (context["type"].Text == "element" && context["expression"].Text == "Element")
                run.Report(context, Issue.Warning("business-rule", "structure-context-any", "An extension that may stand on every element should be meant to.", "모든 요소에 쓸 수 있는 확장입니다. 의도한 것인지 확인하세요."));
        }

        foreach (var invariant in structure.Children("contextInvariant"))
            if (type != "Extension") run.Report(invariant, Issue.Error("invalid", "structure-context", "Only extensions say where they may stand.", "확장만 사용 위치(context)를 가질 수 있습니다.") with { Found = type });
    }

    private static void CheckBase(Element structure, string? type, TypeDefinition known, ValidationRun run)
    {
        var derivation = structure["derivation"].Text;
        var url = structure["url"].Text;
        for (var (above, depth) = (known, 0); above is not null && depth < 64; above = above.Base, depth++)
        {
            if (url is null || above.Url != url) continue;
            Refuse(structure["baseDefinition"], "structure-base", "The structure derives from itself.", "자기 자신에서 파생된 정의입니다.", null, url, run);
            break;
        }

        if (derivation is null) Refuse(structure, "structure-derivation", "A structure with a base says how it derives.", "기반 정의가 있으면 derivation이 있어야 합니다.", "specialization | constraint", null, run);
        var kind = KindName(known.Kind);
        var found = structure["kind"].Text;
        if (found is not null && found != kind && (derivation == "constraint" || !known.IsAbstract))
            Refuse(structure["kind"], "structure-kind", "The structure is of another kind than what it derives from.", "기반 정의와 종류(kind)가 다릅니다.", kind, found, run);
        if (derivation == "constraint" && type != TypeOf(known))
            Refuse(structure["type"], "structure-type", "A constraint has the type of what it constrains.", "제약은 기반 정의와 같은 유형이어야 합니다.", TypeOf(known), type, run);
        if (derivation == "specialization" && type is not null && type == TypeOf(known))
            Refuse(structure["type"], "structure-type", "A specialization has a type of its own.", "특수화는 기반 정의와 다른 유형이어야 합니다.", $"not {TypeOf(known)}", type, run);
    }

    // The URL of an extension is the one thing by which readers know it.
    private static void CheckExtensionUrl(Element structure, ValidationRun run)
    {
        if (structure["url"].Text is not { } url || !structure["differential"].Exists) return;
        string? fixedUrl = null;
        foreach (var element in structure["differential"].Children("element"))
            if (element["path"].Text == "Extension.url") fixedUrl ??= element["fixed"].Text;
        if (fixedUrl != url) Refuse(structure, "extension-url", "An extension fixes its own URL.", "확장은 Extension.url을 자신의 URL로 고정해야 합니다.", url, fixedUrl ?? "none", run);
    }

    private static void Refuse(Element at, string rule, string english, string korean, string? expected, string? found, ValidationRun run) =>
        run.Report(at, Issue.Error(rule is "structure-base" ? "unknown" : rule.StartsWith("extension", StringComparison.Ordinal) ? "invalid" : "not-found", rule, english, korean) with { Expected = expected, Found = found });

    private static string TypeOf(TypeDefinition type) => type.TypeName;

    private static string KindName(TypeKind kind) => kind switch
    {
        TypeKind.Primitive => "primitive-type",
        TypeKind.Complex => "complex-type",
        TypeKind.Resource => "resource",
        _ => "logical",
    };
}
