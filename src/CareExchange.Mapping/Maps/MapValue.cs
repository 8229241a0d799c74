using CareExchange.Fhir.Elements;

namespace CareExchange.Mapping.Maps;

/// <summary>What a variable holds while a map runs: an element of the message, a node being made, or text with a type. default is nothing.</summary>
internal readonly struct MapValue
{
    private readonly object? _content;

    public MapValue(Element element)
    {
        Element = element;
        TypeName = null;
        Origin = element;
    }

    public MapValue(ElementBuilder node, Element origin = default)
    {
        _content = node;
        Origin = origin;
    }

    /// <param name="text">The value as FHIR writes it.</param>
    /// <param name="typeName">A FHIR primitive.</param>
    /// <param name="origin">The element it was made from, for messages and the trace.</param>
    public MapValue(string text, string typeName, Element origin)
    {
        _content = text;
        TypeName = typeName;
        Origin = origin;
    }

    private MapValue(ElementBuilder resource, bool isReference, Element origin)
        : this(resource, origin) => IsReference = isReference;

    public Element Element { get; }

    public string? TypeName { get => field ?? (Element.Exists ? Element.TypeName : Node?.TypeName); }

    public Element Origin { get; }

    /// <summary>True for a reference to <see cref="Resource"/>, whose text is known only when the Bundle is complete.</summary>
    public bool IsReference { get; }

    public ElementBuilder? Node => IsReference ? null : (_content as ElementBuilder)?.Current;

    public ElementBuilder? Resource => IsReference ? ((ElementBuilder)_content!).Current : null;

    public bool Exists => _content is not null || Element.Exists;

    /// <summary>A primitive's value; null for anything else.</summary>
    public string? Text => _content as string ?? Element.Text ?? Node?.Text;

    public static MapValue ReferenceTo(ElementBuilder resource, Element origin) => new(resource, true, origin);

    public MapValue From(Element origin) => Element.Exists || Origin.Exists ? this
        : _content is string text ? new(text, TypeName ?? "string", origin)
        : _content is ElementBuilder node ? new(node, IsReference, origin)
        : this;
}
