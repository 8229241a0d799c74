using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Validation.Rules;

/// <summary>Every property has a definition (R4 json.html). Extensions are the way to say more, not new names.</summary>
internal static class UnknownElementRule
{
    /// <summary>Reports a property that no definition knows; says more where it is a choice with a type that is not permitted.</summary>
    public static void Report(Element parent, ContentRules content, ElementProperty property, ValidationRun run)
    {
        var name = property.JsonName;
        var choice = content.Cardinalities.FirstOrDefault(child => child.IsChoice && name.AsSpan().TrimStart('_').StartsWith(child.Name.AsSpan()[..^3]));
        var issue = choice is not null
            ? Issue.Error("structure", "type-not-allowed", $"'{choice.Name}' cannot have this type here.", $"'{choice.Name}' 항목에 허용되지 않은 자료형입니다.") with
            {
                Expected = string.Join(" | ", content.ChildrenOf(choice).Select(child => child.Name)),
            }
            : Issue.Error("structure", "element-unknown", "There is no element of this name here.", "이 위치에 정의되지 않은 항목입니다.");
        run.Report($"{parent.Path}.{name}", property.Position, issue with { Found = name });
    }
}
