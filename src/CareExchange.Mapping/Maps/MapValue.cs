using CareExchange.Fhir.Elements;

namespace CareExchange.Mapping.Maps;

/// <summary>What a variable holds while a map runs: an element of the message, a node being made, or text with a type. default is nothing.</summary>
internal readonly struct MapValue
{
    // Marks a value that is its origin. Values are copied all the time, so that one element serves both purposes.
    private static readonly object Whole = new();

    // In the place of a type name: the value is a reference to its node. A flag would make every copy eight bytes longer.
    private static readonly string Referring = new('R', 1);

    private readonly Element _origin;
    private readonly object? _content;
    private readonly string? _typeName;

    public MapValue(Element element)
    {
        _origin = element;
        _content = Whole;
    }

    public MapValue(ElementBuilder node, Element origin = default)
    {
        _content = node;
        _origin = origin;
    }

    /// <param name="text">The value as FHIR writes it.</param>
    /// <param name="typeName">A FHIR primitive.</param>
    /// <param name="origin">The element it was made from, for messages and the trace.</param>
    public MapValue(string text, string typeName, Element origin)
    {
        _content = text;
        _typeName = typeName;
        _origin = origin;
    }

    private MapValue(ElementBuilder node, string? mark, Element origin)
        : this(node, origin) => _typeName = mark;

    /// <summary>The element of the message; absent for anything made from one.</summary>
    public Element Element => ReferenceEquals(_content, Whole) ? _origin : default;

    public string? TypeName => IsReference ? null : _typeName ?? (Element is { Exists: true } element ? element.TypeName : Node?.TypeName);

    /// <summary>The element itself, or the one that the value was made from.</summary>
    public Element Origin => _origin;

    /// <summary>True for a reference to <see cref="Resource"/>, whose text is known only when the Bundle is complete.</summary>
    public bool IsReference => ReferenceEquals(_typeName, Referring);

    public ElementBuilder? Node => IsReference ? null : (_content as ElementBuilder)?.Current;

    public ElementBuilder? Resource => IsReference ? ((ElementBuilder)_content!).Current : null;

    public bool Exists => _content is not null && (_origin.Exists || !ReferenceEquals(_content, Whole));

    /// <summary>A primitive's value; null for anything else.</summary>
    public string? Text => _content as string ?? Element.Text ?? Node?.Text;

    public static MapValue ReferenceTo(ElementBuilder resource, Element origin) => new(resource, Referring, origin);

    /// <summary>The same value with an origin, where it has none.</summary>
    public MapValue From(Element origin) => _origin.Exists ? this
        : _content is string text ? new(text, TypeName ?? "string", origin)
        : _content is ElementBuilder node ? new(node, _typeName, origin)
        : this;
}
