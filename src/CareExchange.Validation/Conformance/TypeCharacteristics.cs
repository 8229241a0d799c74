namespace CareExchange.Validation.Conformance;

/// <summary>What values of a type have: a length, an order, a size, a code (R4 elementdefinition.html, and the notes of each type).</summary>
internal static class TypeCharacteristics
{
    private static readonly string[] Quantities = ["Quantity", "Age", "Distance", "Duration", "MoneyQuantity", "SimpleQuantity"];

    /// <summary>True for types whose values come from value sets.</summary>
    public static bool CanBind(string type) =>
        Quantities.Contains(type) || type is "string" or "uri" or "url" or "uuid" or "oid" or "code" or "Coding" or "CodeableConcept" or "Range" or "Extension";

    /// <summary>True for types written as text.</summary>
    public static bool HasLength(string type) => type is "integer" or "decimal" or "instant" or "string" or "uri" or "date" or "dateTime" or "time" or "canonical" or "code" or "id"
        or "markdown" or "oid" or "positiveInt" or "unsignedInt" or "url" or "uuid";

    /// <summary>True for types whose values have an order.</summary>
    public static bool HasRange(string type) =>
        Quantities.Contains(type) || type is "integer" or "decimal" or "instant" or "date" or "dateTime" or "time" or "positiveInt" or "unsignedInt" or "Count" or "Money";

    /// <summary>True for types between any two values of which there are others.</summary>
    public static bool IsContinuous(string type) => Quantities.Contains(type) || type is "decimal" or "instant" or "dateTime" or "time" or "Money";

    /// <summary>True for types that hold bytes.</summary>
    public static bool HasSize(string type) => type is "base64Binary" or "Attachment";

    /// <summary>True for types that point at resources.</summary>
    public static bool HasTarget(string type) => type is "Reference" or "canonical";
}
