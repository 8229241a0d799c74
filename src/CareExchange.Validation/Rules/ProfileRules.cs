using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Validation.Rules;

/// <summary>A profile: what it adds to the type it constrains. A type that constrains nothing adds nothing.</summary>
/// <param name="definition">The StructureDefinition.</param>
/// <param name="compile">Its overlay; compiled when it is first needed, because profiles may point at each other.</param>
internal sealed class ProfileRules(TypeDefinition definition, Func<OverlayRules> compile)
{
    private readonly Lazy<OverlayRules> _root = new(compile);

    /// <summary>The StructureDefinition.</summary>
    public TypeDefinition Definition => definition;

    /// <summary>What is added.</summary>
    public OverlayRules Root => _root.Value;

    /// <summary>Judges an element.</summary>
    public void Check(Element element, ValidationRun run)
    {
        if (!run.Begin(element, this)) return;
        var isOwnRoot = element.Node is { IsResource: true } && run.Resource != element;
        var outer = isOwnRoot ? run.Enter(element, isContained: element.Name == "contained") : null;
        if (element.TypeName != definition.TypeName && element.Type?.IsA(definition.TypeName) != true) run.Report(element, WrongType(element));
        else if (definition.Snapshot.Count == 0) run.Report(element, NoSnapshot());
        else Root.Check(element, run);
        if (isOwnRoot) run.Leave(outer);
        run.End(element, this);
    }

    /// <inheritdoc/>
    public override string ToString() => definition.Url;

    private Issue WrongType(Element element) =>
        Issue.Error("structure", "profile-type", "The profile is for another type.", "다른 유형을 위한 프로파일입니다.") with { Expected = $"{definition.TypeName} ({definition.Url})", Found = element.TypeName };

    private Issue NoSnapshot() =>
        Issue.Error("not-supported", "profile-snapshot", "The profile has no snapshot, so nothing can be judged by it.", "프로파일에 스냅샷이 없어 검증할 수 없습니다.") with { Expected = definition.Url };
}
