using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Validation.Rules;

/// <summary>How R4 writes elements in JSON (R4 json.html): lists as arrays, nothing empty, null only to keep a place in a list.</summary>
internal static class JsonShapeRule
{
    /// <summary>True for an object; anything else is reported.</summary>
    public static bool IsObject(Element element, ValidationRun run)
    {
        if (element.Kind == JsonKind.Object) return true;
        run.Report(element, Kind("an object", element.Kind));
        return false;
    }

    /// <summary>True where a property is a list exactly if its element repeats; an empty list and a null are reported too.</summary>
    public static bool IsListAsDefined(Element parent, ElementProperty property, SchemaNode node, ValidationRun run)
    {
        var isList = property.Kind == JsonKind.Array;
        if (isList == node.Definition.IsList)
        {
            if (isList && property.Count == 0)
            {
                Report(parent, property, Issue.Error("structure", "json-empty", "A list is never empty.", "빈 배열은 쓸 수 없습니다.") with { Expected = "at least one item", Found = "[]" }, run);
                return false;
            }

            return true;
        }

        if (isList)
        {
            Report(parent, property, Issue.Error("structure", "json-array-unexpected", "The element does not repeat, so it is no list.", "반복되지 않는 항목이므로 배열로 쓸 수 없습니다.") with { Expected = "one value", Found = "an array" }, run);
        }
        else if (property.Kind == JsonKind.Null)
        {
            ReportNull(parent, property, run);
        }
        else
        {
            Report(parent, property, Issue.Error("structure", "json-array-expected", "The element repeats, so it is a list even with one item.", "반복되는 항목은 값이 하나여도 배열로 써야 합니다.") with { Expected = "an array", Found = Name(property.Kind) }, run);
        }

        return false;
    }

    /// <summary>Reports an object without properties.</summary>
    public static void ReportEmpty(Element element, ValidationRun run) =>
        run.Report(element, Issue.Error("structure", "json-empty", "An object is never empty.", "빈 객체는 쓸 수 없습니다.") with { Expected = "at least one property", Found = "{}" });

    /// <summary>Reports a null that keeps no place.</summary>
    public static void ReportNull(Element parent, ElementProperty property, ValidationRun run) =>
        Report(parent, property, Issue.Error("structure", "json-null", "A null stands only in a list of primitives, beside an entry of the underscore list.", "null은 기본형 배열에서 밑줄 배열의 짝이 있을 때만 쓸 수 있습니다.") with { Expected = "a value", Found = "null" }, run);

    /// <summary>The issue of a value of the wrong kind.</summary>
    public static Issue Kind(string expected, JsonKind found) =>
        Issue.Error("structure", "json-kind", "JSON writes this element differently.", "이 항목의 JSON 표기가 올바르지 않습니다.") with { Expected = expected, Found = Name(found) };

    private static void Report(Element parent, ElementProperty property, Issue issue, ValidationRun run) =>
        run.Report($"{parent.Path}.{property.JsonName}", property.Position, issue);

    private static string Name(JsonKind kind) => kind switch
    {
        JsonKind.Object => "an object",
        JsonKind.Array => "an array",
        JsonKind.String => "a string",
        JsonKind.Number => "a number",
        JsonKind.True or JsonKind.False => "a boolean",
        JsonKind.Null => "null",
        _ => "nothing",
    };
}
