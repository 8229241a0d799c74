using CareExchange.Fhir.Elements;

namespace CareExchange.Mapping.Maps;

/// <summary>A property name that remembers the last type it was looked up in; rules nearly always meet the same one.</summary>
internal sealed class PropertyLookup(string name)
{
    // One reference holds both halves, so that threads never see one without the other.
    private Entry? _last;

    public ShapeProperty? Find(ElementShape shape)
    {
        var last = _last;
        if (last is not null && ReferenceEquals(last.Shape, shape)) return last.Property;
        var property = shape.Property(name);
        _last = new(shape, property);
        return property;
    }

    private sealed record Entry(ElementShape Shape, ShapeProperty? Property);
}
