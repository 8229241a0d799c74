using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Validation.Rules;

/// <summary>A property is written once: of two, one reader would take the first and another the last (RFC 8259 §4).</summary>
internal static class DuplicatePropertyRule
{
    /// <summary>Reports the second of two properties of the same name.</summary>
    public static void Report(Element parent, ElementProperty property, ValidationRun run)
    {
        var name = property.JsonName;
        run.Report($"{parent.Path}.{name}", property.Position, Issue.Error("structure", "property-duplicate", "The property is written twice.", "같은 속성이 두 번 나옵니다.") with
        {
            Expected = "once",
            Found = name,
        });
    }
}
