using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;

namespace CareExchange.Mapping.Maps;

/// <summary>The data types that transforms and coercions make.</summary>
internal sealed class TransformShapes(Schema schema)
{
    public ElementShape Coding { get; } = Find(schema, "Coding");

    public ElementShape CodeableConcept { get; } = Find(schema, "CodeableConcept");

    public ElementShape Quantity { get; } = Find(schema, "Quantity");

    public ElementShape Identifier { get; } = Find(schema, "Identifier");

    public ElementShape ContactPoint { get; } = Find(schema, "ContactPoint");

    private static ElementShape Find(Schema schema, string type) =>
        ElementShape.Find(schema, type) ?? throw new ArgumentException($"The schema has no {type}.", nameof(schema));
}
