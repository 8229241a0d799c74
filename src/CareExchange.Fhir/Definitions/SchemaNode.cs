namespace CareExchange.Fhir.Definitions;

/// <summary>An element as JSON names it: <c>valueQuantity</c> is the element <c>value[x]</c> with the type Quantity.</summary>
/// <remarks>Every token of a parsed resource carries the tag of its node, so nobody looks a name up twice.</remarks>
public sealed class SchemaNode
{
    private readonly Schema _schema;
    private readonly Lock _gate = new();
    private volatile Utf8NameTable? _content;
    private IReadOnlyList<SchemaNode>? _children;

    internal SchemaNode(Schema schema, int tag, ElementDefinition definition, TypeDefinition? type, string jsonName)
    {
        _schema = schema;
        Tag = tag;
        Definition = definition;
        Type = type;
        JsonName = jsonName;
        IsPrimitive = type?.Kind == TypeKind.Primitive;
        IsResource = type?.Kind == TypeKind.Resource && definition.Path.Contains('.', StringComparison.Ordinal);
    }

    /// <summary>The schema it belongs to.</summary>
    internal Schema Schema => _schema;

    /// <summary>Its number in the schema, from 1.</summary>
    public int Tag { get; }

    /// <summary>The element's definition.</summary>
    public ElementDefinition Definition { get; }

    /// <summary>The one type that this JSON name stands for; null where the schema lacks it.</summary>
    public TypeDefinition? Type { get; }

    /// <summary>The property name, <c>valueQuantity</c>.</summary>
    public string JsonName { get; }

    /// <summary>True for a value that JSON writes as a string, number or boolean.</summary>
    public bool IsPrimitive { get; }

    /// <summary>True where the value is a whole resource whose own resourceType says what it is.</summary>
    public bool IsResource { get; }

    /// <summary>What may stand inside, in the order of the definitions.</summary>
    public IReadOnlyList<SchemaNode> Children
    {
        get
        {
            _ = Content();
            return _children!;
        }
    }

    /// <summary>The child with this JSON name, or null.</summary>
    public SchemaNode? Child(ReadOnlySpan<byte> jsonName) => Content().Find(jsonName) is > 0 and var tag ? _schema.Node(tag) : null;

    internal Utf8NameTable Content()
    {
        if (_content is { } known) return known;
        lock (_gate)
        {
            if (_content is { } meanwhile) return meanwhile;
            var owner = _schema.ContentOwner(this);
            if (owner != this)
            {
                var shared = owner.Content();
                _children = owner._children;
                return _content = shared;
            }

            _children = _schema.Expand(this);
            return _content = new([.. _children.Select(child => KeyValuePair.Create(child.JsonName, child.Tag))]);
        }
    }
}
