using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;

namespace CareExchange.Mapping.Maps;

/// <summary>The data types that transforms and coercions make, with their parts looked up.</summary>
internal sealed class TransformShapes
{
    public TransformShapes(Schema schema)
    {
        Coding = Find(schema, "Coding");
        CodingSystem = Part(Coding, "system");
        CodingCode = Part(Coding, "code");
        CodingDisplay = Part(Coding, "display");
        CodeableConcept = Find(schema, "CodeableConcept");
        ConceptCoding = Part(CodeableConcept, "coding");
        ConceptText = Part(CodeableConcept, "text");
        Quantity = Find(schema, "Quantity");
        QuantityValue = Part(Quantity, "value");
        QuantityComparator = Part(Quantity, "comparator");
        QuantityUnit = Part(Quantity, "unit");
        QuantitySystem = Part(Quantity, "system");
        QuantityCode = Part(Quantity, "code");
        Identifier = Find(schema, "Identifier");
        IdentifierSystem = Part(Identifier, "system");
        IdentifierValue = Part(Identifier, "value");
        IdentifierType = Part(Identifier, "type");
        ContactPoint = Find(schema, "ContactPoint");
        ContactSystem = Part(ContactPoint, "system");
        ContactValue = Part(ContactPoint, "value");
    }

    public ElementShape Coding { get; }

    public ShapeVariant CodingSystem { get; }

    public ShapeVariant CodingCode { get; }

    public ShapeVariant CodingDisplay { get; }

    public ElementShape CodeableConcept { get; }

    public ShapeVariant ConceptCoding { get; }

    public ShapeVariant ConceptText { get; }

    public ElementShape Quantity { get; }

    public ShapeVariant QuantityValue { get; }

    public ShapeVariant QuantityComparator { get; }

    public ShapeVariant QuantityUnit { get; }

    public ShapeVariant QuantitySystem { get; }

    public ShapeVariant QuantityCode { get; }

    public ElementShape Identifier { get; }

    public ShapeVariant IdentifierSystem { get; }

    public ShapeVariant IdentifierValue { get; }

    public ShapeVariant IdentifierType { get; }

    public ElementShape ContactPoint { get; }

    public ShapeVariant ContactSystem { get; }

    public ShapeVariant ContactValue { get; }

    /// <summary>Gives a new value a part; nothing for no text, because FHIR has no empty values.</summary>
    public static void Set(ElementBuilder value, ShapeVariant part, string? text)
    {
        if (string.IsNullOrEmpty(text)) return;
        var made = new ElementBuilder(part.Shape);
        if (made.TrySetText(text)) value.Append(part, made);
    }

    /// <summary>A new Coding.</summary>
    public ElementBuilder MakeCoding(string? system, string? code, string? display)
    {
        var coding = new ElementBuilder(Coding);
        Set(coding, CodingSystem, system);
        Set(coding, CodingCode, code);
        Set(coding, CodingDisplay, display);
        return coding;
    }

    private static ElementShape Find(Schema schema, string type) =>
        ElementShape.Find(schema, type) ?? throw new ArgumentException($"The schema has no {type}.", nameof(schema));

    private static ShapeVariant Part(ElementShape shape, string name) =>
        shape.Property(name)?.Only ?? throw new ArgumentException($"The schema's {shape.TypeName} has no {name}.", nameof(shape));
}
