using System.Text;

namespace CareExchange.Fhir.Elements;

/// <summary>A value that many documents hold alike, made and written once: each copy of it costs one object and a copy of bytes.</summary>
/// <remarks>Immutable and shared by all threads. A copy that somebody writes into becomes a value of its own first.</remarks>
public sealed class ElementTemplate
{
    private readonly ElementBuilder _value;
    private readonly byte[] _json;

    private ElementTemplate(ElementBuilder value)
    {
        _value = Plain(value);
        _json = value.ToJson();
    }

    /// <summary>What the copies are.</summary>
    public ElementShape Shape => _value.Shape;

    /// <summary>A primitive's value; null for anything else.</summary>
    internal string? Text => _value.Text;

    /// <summary>The value as it is written.</summary>
    internal ReadOnlySpan<byte> Json => _json;

    /// <summary>The template of a value as it is now; null for one that is written differently in different places: a resource, an empty value, a primitive with extensions.</summary>
    public static ElementTemplate? Of(ElementBuilder value) =>
        value.Shape.WritesType || value.Shape.IsOpen || value.IsEmpty || (value.Shape.IsPrimitive && value.HasParts) ? null : new(value);

    /// <summary>The template of a primitive's text; null where the type does not take it.</summary>
    public static ElementTemplate? Of(ElementShape shape, string text)
    {
        var value = new ElementBuilder(shape);
        return value.TrySetText(text) ? Of(value) : null;
    }

    /// <summary>A value of its own with the same parts.</summary>
    internal void CopyTo(ElementBuilder target)
    {
        foreach (var child in _value.Children) target.Append(child.Variant!, Plain(child));
    }

    /// <inheritdoc/>
    public override string ToString() => Encoding.UTF8.GetString(_json);

    // Nothing in the tree may be a copy of a template itself: such copies change when they are looked into, and this one is shared.
    private static ElementBuilder Plain(ElementBuilder value)
    {
        var plain = new ElementBuilder(value.Shape);
        if (value.Text is { } text) plain.TrySetText(text);
        foreach (var child in value.Children) plain.Append(child.Variant!, Plain(child));
        return plain;
    }
}
