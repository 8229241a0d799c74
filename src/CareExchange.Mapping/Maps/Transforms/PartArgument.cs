using CareExchange.Fhir.Elements;

namespace CareExchange.Mapping.Maps.Transforms;

/// <summary>An argument that becomes a part of the value that a transform makes; a literal is made once.</summary>
internal readonly struct PartArgument
{
    private readonly TransformArgument _argument;
    private readonly ShapeVariant _part;
    private readonly ElementTemplate? _literal;

    public PartArgument(TransformArgument argument, ShapeVariant part)
    {
        _argument = argument;
        _part = part;
        _literal = argument.Literal is { Length: > 0 } text ? ElementTemplate.Of(part.Shape, text) : null;
    }

    /// <summary>Makes the part; nothing where the argument is absent.</summary>
    public void Put(MapRun run, int frame, ElementBuilder value)
    {
        if (_literal is not null) value.Append(_part, new(_literal));
        else TransformShapes.Set(value, _part, _argument.Get(run, frame).Text);
    }

    /// <summary>Makes the part from a value that was asked for before.</summary>
    public void Put(ElementBuilder value, string text)
    {
        if (_literal is not null) value.Append(_part, new(_literal));
        else TransformShapes.Set(value, _part, text);
    }
}
