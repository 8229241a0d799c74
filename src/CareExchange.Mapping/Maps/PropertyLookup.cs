using CareExchange.Fhir.Elements;

namespace CareExchange.Mapping.Maps;

/// <summary>A property name that remembers the last type it was looked up in; rules nearly always meet the same one.</summary>
/// <param name="name">Definition name or JSON name.</param>
/// <param name="literal">The text that the rule always writes there; null where it writes something else.</param>
internal sealed class PropertyLookup(string name, string? literal = null)
{
    // One reference holds all parts, so that threads never see one without the others.
    private Entry? _last;

    public ShapeProperty? Find(ElementShape shape) => Find(shape, out _);

    /// <param name="shape">The type.</param>
    /// <param name="value">The literal as a value of the property, where that is a primitive of one type.</param>
    public ShapeProperty? Find(ElementShape shape, out ElementTemplate? value)
    {
        var last = _last;
        if (last is null || !ReferenceEquals(last.Shape, shape))
        {
            var property = shape.Property(name);
            last = new(shape, property, literal is not null && property?.Only is { IsOpen: false, Shape: { IsPrimitive: true } only } ? ElementTemplate.Of(only, literal) : null);
            _last = last;
        }

        value = last.Literal;
        return last.Property;
    }

    private sealed record Entry(ElementShape Shape, ShapeProperty? Property, ElementTemplate? Literal);
}
