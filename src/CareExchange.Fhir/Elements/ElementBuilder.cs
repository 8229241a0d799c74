using System.Globalization;
using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Json;

namespace CareExchange.Fhir.Elements;

/// <summary>A resource or value while it is being made: it knows its definition, and writes canonical JSON whatever the order of the calls.</summary>
/// <remarks>
/// Properties come out in the order of the definition, lists as arrays, a choice under the name of its type, digits as given;
/// whatever stayed empty is left out, because FHIR has no empty values (R4 json.html#null). Not safe across threads.
/// The members that take names throw on a name the definition lacks: names are the caller's own text, never input.
/// </remarks>
public sealed class ElementBuilder
{
    private ElementBuilder[] _children = [];
    private int _count;

    // The value that took this one's place, or the template that this one is still a copy of: never both, because what was replaced is not looked into.
    private object? _other;

    /// <summary>A value of this shape, not yet part of anything.</summary>
    public ElementBuilder(ElementShape shape) => Shape = shape;

    /// <summary>A copy of a template, not yet part of anything.</summary>
    public ElementBuilder(ElementTemplate template)
    {
        Shape = template.Shape;
        Text = template.Text;
        _other = template;
    }

    /// <summary>What may stand inside.</summary>
    public ElementShape Shape { get; }

    /// <summary>The type's name.</summary>
    public string TypeName => Shape.TypeName;

    /// <summary>What it is part of, or null.</summary>
    public ElementBuilder? Parent { get; private set; }

    /// <summary>As which property of <see cref="Parent"/> it is written; null while it has no parent.</summary>
    public ShapeVariant? Variant { get; private set; }

    /// <summary>A primitive's value, as it will be written (without quotes and escapes); null if there is none.</summary>
    public string? Text { get; private set; }

    /// <summary>The parts in the order in which they are written; of a primitive its id and extensions.</summary>
    public ReadOnlySpan<ElementBuilder> Children
    {
        get
        {
            Own();
            return _children.AsSpan(0, _count);
        }
    }

    /// <summary>True where it has parts, empty ones included.</summary>
    public bool HasParts => _count > 0 || (_other is ElementTemplate && !Shape.IsPrimitive);

    /// <summary>The template that this value is still a copy of, or null.</summary>
    public ElementTemplate? Template => _other as ElementTemplate;

    /// <summary>True where nothing would be written. A resource is never empty.</summary>
    public bool IsEmpty
    {
        get
        {
            if (Text is not null || Shape.IsResource || _other is ElementTemplate) return false;
            foreach (var child in Children)
            {
                if (!child.IsEmpty) return false;
            }

            return true;
        }
    }

    /// <summary>The FHIRPath location it has now, such as <c>Patient.name[0].given[1]</c>.</summary>
    public string Path => BuilderPath.Of(this);

    /// <summary>Where this value went when another took its place (see <see cref="ReplaceBy"/>); itself otherwise.</summary>
    public ElementBuilder Current
    {
        get
        {
            var current = this;
            while (current._other is ElementBuilder next) current = next;
            return current;
        }
    }

    /// <summary>A new resource or value.</summary>
    /// <exception cref="ArgumentException">The schema lacks the type, or it is abstract.</exception>
    public static ElementBuilder Create(Schema schema, string typeName) =>
        ElementShape.Find(schema, typeName) is { Node.Type.IsAbstract: not true } shape
            ? new(shape)
            : throw new ArgumentException($"{typeName} is no type that can be written.", nameof(typeName));

    /// <summary>The first part with this definition name, or null.</summary>
    public ElementBuilder? Find(string name)
    {
        foreach (var child in Children)
        {
            if (string.Equals(child.Variant!.Node.Definition.Name, name, StringComparison.Ordinal)) return child;
        }

        return null;
    }

    /// <summary>A new item of a list, or the one value of a single property, made where it is missing.</summary>
    /// <param name="name">Definition name, or the JSON name of a choice (<c>valueQuantity</c>).</param>
    /// <param name="typeName">The type, needed for a choice by its definition name and for a property that holds any resource.</param>
    /// <exception cref="ArgumentException">There is no such property, or the type is missing or does not fit.</exception>
    public ElementBuilder Add(string name, string? typeName = null)
    {
        var variant = Require(name, typeName);
        var shape = typeName is null ? variant.Shape : ShapeFor(variant, typeName);
        return Present(variant) is { } present && ReferenceEquals(present.Shape, shape) ? present : Append(variant, new(shape));
    }

    /// <summary>Sets a primitive property, or adds one to a list of primitives.</summary>
    /// <param name="name">As in <see cref="Add"/>; a choice by its definition name takes its first primitive type that is a string.</param>
    /// <param name="text">The value; null and empty do nothing.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">There is no such primitive property, or the text is no value of its type.</exception>
    public ElementBuilder Set(string name, string? text)
    {
        if (string.IsNullOrEmpty(text)) return this;
        var property = Shape.Property(name) ?? throw Unknown(name);
        var variant = property.Only ?? property.ForType("string") ?? throw Unknown(name);
        var value = Present(variant) ?? Append(variant, new(variant.Shape));
        return value.TrySetText(text) ? this : throw new ArgumentException($"{TypeName}.{name} does not take this text.", nameof(text));
    }

    /// <summary>Sets a boolean.</summary>
    public ElementBuilder Set(string name, bool value) => SetTyped(name, "boolean", value ? "true" : "false");

    /// <summary>Sets a number without fraction.</summary>
    public ElementBuilder Set(string name, int value) => SetTyped(name, "integer", value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Sets a number with its digits.</summary>
    public ElementBuilder Set(string name, decimal value) => SetTyped(name, "decimal", value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Sets a property to a value made before, or adds that to a list; a choice takes the value's type.</summary>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">The property does not take the value's type.</exception>
    public ElementBuilder Set(string name, ElementBuilder value)
    {
        Append(Require(name, value.TypeName), value);
        return this;
    }

    /// <summary>Gives a primitive its value. False where the type does not take the text: no number, no boolean, empty, or no primitive at all.</summary>
    public bool TrySetText(string text)
    {
        if (text.Length == 0 || !Shape.IsPrimitive) return false;
        if (Shape.Json == JsonKind.True && text is not ("true" or "false")) return false;
        if (Shape.Json == JsonKind.Number && !JsonNumber.IsValid(text, integer: Shape.TypeName != "decimal")) return false;
        Text = text;
        if (_other is ElementTemplate) _other = null;
        return true;
    }

    /// <summary>Puts a value into a property: behind the others of a list, in place of the present one otherwise.</summary>
    /// <param name="variant">A variant of <see cref="Shape"/>.</param>
    /// <param name="value">A value of the variant's type that is part of nothing yet.</param>
    /// <param name="first">Before the others of the list.</param>
    /// <returns>The value.</returns>
    public ElementBuilder Append(ShapeVariant variant, ElementBuilder value, bool first = false)
    {
        Own();
        value.Parent = this;
        value.Variant = variant;
        if (!variant.IsList && Single(variant) is { } present) Remove(present);
        var at = _count;
        if (variant.IsOpen) at = EndOf(variant, first);
        else while (at > 0 && (_children[at - 1].Variant!.Order > variant.Order || (first && _children[at - 1].Variant!.Order == variant.Order))) at--;
        if (_count == _children.Length) Array.Resize(ref _children, _count > 0 ? _count * 2 : Shape.IsResource ? 12 : 4);
        if (at < _count) Array.Copy(_children, at, _children, at + 1, _count - at);
        _children[at] = value;
        _count++;
        return value;
    }

    // A structure without definition has its properties in the order of their first use.
    private int EndOf(ShapeVariant variant, bool first)
    {
        for (var i = 0; i < _count; i++)
        {
            var at = first ? i : _count - 1 - i;
            if (_children[at].Variant!.IsSame(variant)) return first ? at : at + 1;
        }

        return _count;
    }

    /// <summary>The value of a single property, whatever type a choice has taken; null if there is none.</summary>
    public ElementBuilder? Single(ShapeVariant variant)
    {
        foreach (var child in Children)
        {
            if (ReferenceEquals(child.Variant!.Node.Definition, variant.Node.Definition)) return child;
        }

        return null;
    }

    /// <summary>The last item of a list, or the value of a single property; null if there is none.</summary>
    public ElementBuilder? Last(ShapeVariant variant)
    {
        Own();
        for (var i = _count - 1; i >= 0; i--)
        {
            if (_children[i].Variant!.IsSame(variant)) return _children[i];
        }

        return null;
    }

    /// <summary>Takes a part out.</summary>
    public void Remove(ElementBuilder child)
    {
        Own();
        var at = Array.IndexOf(_children, child, 0, _count);
        if (at < 0) return;
        Array.Copy(_children, at + 1, _children, at, --_count - at);
        _children[_count] = null!;
        child.Parent = null;
    }

    /// <summary>Takes this value out; whoever still holds it finds the other one by <see cref="Current"/>.</summary>
    public void ReplaceBy(ElementBuilder other)
    {
        Parent?.Remove(this);
        _other = other;
    }

    /// <summary>Copies the content of an element into this one, by JSON names.</summary>
    /// <returns>The first property that has no place here, or null when everything was copied.</returns>
    public string? CopyFrom(Element source) => BuilderCopy.Copy(source, this);

    /// <summary>The canonical JSON: UTF-8, no white space, only what JSON asks to be escaped is escaped.</summary>
    public byte[] ToJson() => BuilderWriter.Write(this);

    /// <inheritdoc/>
    public override string ToString() => Encoding.UTF8.GetString(ToJson());

    // Whoever looks into a copy may write into it: from here on its parts are its own. A primitive has no parts in its template.
    private void Own()
    {
        if (_other is not ElementTemplate template || Shape.IsPrimitive) return;
        _other = null;
        template.CopyTo(this);
    }

    /// <summary>The single value that already has this very type; a choice of another type is not it.</summary>
    private ElementBuilder? Present(ShapeVariant variant) =>
        !variant.IsList && Single(variant) is { } present && ReferenceEquals(present.Variant, variant) ? present : null;

    internal ElementShape ShapeFor(ShapeVariant variant, string typeName)
    {
        if (!variant.Node.IsResource) return variant.Shape;
        return ElementShape.Find(Shape.Node.Schema, typeName) is { IsResource: true } shape ? shape : throw Unknown(typeName);
    }

    private ElementBuilder SetTyped(string name, string typeName, string text)
    {
        var property = Shape.Property(name) ?? throw Unknown(name);
        var variant = property.Only ?? property.ForType(typeName) ?? throw Unknown(name);
        var value = Present(variant) ?? Append(variant, new(variant.Shape));
        return value.TrySetText(text) ? this : throw new ArgumentException($"{TypeName}.{name} is no {typeName}.", nameof(name));
    }

    private ShapeVariant Require(string name, string? typeName)
    {
        var property = Shape.Property(name) ?? throw Unknown(name);
        return (typeName is null ? property.Only : property.ForType(typeName)) ?? throw Unknown($"{name} ({typeName ?? "no type given"})");
    }

    private ArgumentException Unknown(string name) => new($"{TypeName} has no {name}.", nameof(name));
}
