using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Validation.Rules;

/// <summary>A profile permits fewer types than its base (R4 elementdefinition.html, type).</summary>
/// <param name="types">Names of the permitted types.</param>
internal sealed class AllowedTypesRule(IReadOnlyList<string> types) : Rule
{
    internal override void Check(Element element, ValidationRun run)
    {
        var name = element.TypeName;
        if (types.Contains(name)) return;

        // R4 writes ids as string in places and as id in others.
        if (name is "string" or "id" && (types.Contains("string") || types.Contains("id"))) return;
        foreach (var type in types)
            if (element.Type?.IsA(type) == true) return;
        run.Report(element, Issue.Error("structure", "type-not-allowed", "The profile does not permit this type here.", "프로파일이 이 위치에 허용하지 않는 자료형입니다.") with
        {
            Expected = string.Join(" | ", types),
            Found = name,
        });
    }

    /// <inheritdoc/>
    public override string ToString() => $"types: {string.Join(" | ", types)}";
}
