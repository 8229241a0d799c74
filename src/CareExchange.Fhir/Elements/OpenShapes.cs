using System.Collections.Concurrent;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Json;

namespace CareExchange.Fhir.Elements;

/// <summary>The shapes of a structure without definition: an object that takes every name, and the three kinds of values.</summary>
internal sealed class OpenShapes
{
    /// <summary>Names come from whoever writes the structure, but copies bring names of the input: those are not kept for ever.</summary>
    private const int MaxNames = 4096;

    private readonly ConcurrentDictionary<string, ShapeProperty> _properties = new(StringComparer.Ordinal);

    public OpenShapes(string typeName)
    {
        Object = new(this, Node(typeName), typeName, JsonKind.Object);
        Text = new(this, Node("string"), "string", JsonKind.String);
        Number = new(this, Node("decimal"), "decimal", JsonKind.Number);
        Boolean = new(this, Node("boolean"), "boolean", JsonKind.True);
    }

    public ElementShape Object { get; }

    public ElementShape Text { get; }

    public ElementShape Number { get; }

    public ElementShape Boolean { get; }

    public ShapeProperty Property(string name)
    {
        if (_properties.TryGetValue(name, out var known)) return known;
        var node = Node(name);
        var made = new ShapeProperty(node.Definition, [new ShapeVariant(node, 0, Object)]);
        return _properties.Count < MaxNames ? _properties.GetOrAdd(name, made) : made;
    }

    private static SchemaNode Node(string name) =>
        new(Schema.R4, 0, new() { Path = name, Id = name, Name = name, Max = -1, BaseMax = -1 }, null, name);
}
