using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Values;

/// <summary>A canonical points at a definition of the kind its element asks for (R4 references.html#canonical), where targets are looked at at all.</summary>
internal sealed class CanonicalTargetRule : Rule
{
    private const string CoreUrl = "http://hl7.org/fhir/StructureDefinition/";

    internal override void Check(Element element, ValidationRun run)
    {
        if (run.Options.References is ReferencePolicy.Ignore or ReferencePolicy.CheckExists || element.Text is not { } canonical || element.Definition is not { } definition) return;
        var permitted = definition.Types.Where(type => type.Code == "canonical").SelectMany(type => type.TargetProfiles).Select(TypeName).ToArray();
        if (permitted.Length == 0 || permitted.Contains("Resource") || TypeOf(canonical, run) is not { } found || permitted.Contains(found)) return;
        run.Report(element, Issue.Error("invalid", "canonical-type", "The canonical points at a definition of another kind.", "다른 종류의 정의를 가리키는 canonical입니다.") with { Expected = string.Join(" | ", permitted), Found = $"{found} {canonical}" });
    }

    /// <inheritdoc/>
    public override string ToString() => "canonical: its target is of the kind asked for";

    private static string TypeName(string profile) => profile.StartsWith(CoreUrl, StringComparison.Ordinal) ? profile[CoreUrl.Length..] : profile;

    private static string? TypeOf(string canonical, ValidationRun run)
    {
        if (run.Find(canonical) is { Exists: true } found) return found.TypeName;
        if (canonical.StartsWith('#')) return null;
        if (run.Schema.FindType(canonical) is not null) return "StructureDefinition";
        if (run.Schema.FindValueSet(canonical) is not null) return "ValueSet";
        if (run.Schema.FindCodeSystem(canonical) is not null) return "CodeSystem";
        return run.Schema.FindConceptMap(canonical) is not null ? "ConceptMap" : null;
    }
}
