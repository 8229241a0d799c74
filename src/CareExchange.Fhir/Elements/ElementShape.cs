using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Json;

namespace CareExchange.Fhir.Elements;

/// <summary>What may be written inside an element: its definition's properties by name, in the order of the definition.</summary>
/// <remarks>Compiled once for each <see cref="SchemaNode"/> and shared by all threads.</remarks>
public sealed class ElementShape
{
    private static readonly ConditionalWeakTable<SchemaNode, ElementShape> Known = [];

    private readonly Lazy<Content> _content;

    private ElementShape(SchemaNode node)
    {
        Node = node;
        TypeName = node.Type?.TypeName ?? (node.Definition.Types is [var only, ..] ? only.Code : "Element");
        IsPrimitive = node.IsPrimitive || (node.Type is null && TypeName.StartsWith("http://hl7.org/fhirpath/System.", StringComparison.Ordinal));
        IsResource = node.Type is { Kind: TypeKind.Resource };
        Json = TypeName switch
        {
            "boolean" => JsonKind.True,
            "integer" or "decimal" or "positiveInt" or "unsignedInt" => JsonKind.Number,
            _ => IsPrimitive ? JsonKind.String : JsonKind.Object,
        };
        _content = new(() => new(node));
    }

    internal ElementShape(OpenShapes family, SchemaNode node, string typeName, JsonKind json)
    {
        Node = node;
        Open = family;
        TypeName = typeName;
        Json = json;
        IsPrimitive = json != JsonKind.Object;
        _content = new(() => new(node));
    }

    /// <summary>True for a structure that no definition knows: it takes every property.</summary>
    public bool IsOpen => Open is not null;

    internal OpenShapes? Open { get; }

    /// <summary>The schema's node.</summary>
    public SchemaNode Node { get; }

    /// <summary>The type's name: <c>Patient</c>, <c>HumanName</c>, <c>code</c>, <c>BackboneElement</c>.</summary>
    public string TypeName { get; }

    /// <summary>True for a value that JSON writes as a string, number or boolean.</summary>
    public bool IsPrimitive { get; }

    /// <summary>True for a resource, whose JSON begins with <c>resourceType</c>.</summary>
    public bool IsResource { get; }

    /// <summary>True for a resource and for an instance of a logical model, whose JSON says what it is.</summary>
    internal bool WritesType => IsResource || (Node.Type is { Kind: TypeKind.Logical } && !Node.Definition.Path.Contains('.', StringComparison.Ordinal));

    /// <summary>How JSON writes the value: String, Number, True (for any boolean) or Object.</summary>
    public JsonKind Json { get; }

    /// <summary>The properties in the order of the definition; a choice is one of them. Of an open structure none.</summary>
    public IReadOnlyList<ShapeProperty> Properties => _content.Value.Properties;

    /// <summary>The shape of a resource or data type; null if the schema lacks it.</summary>
    public static ElementShape? Find(Schema schema, string typeName) => schema.FindRoot(typeName) is { } node ? Of(node) : null;

    /// <summary>A structure that no definition knows: each property is a list of texts, numbers, booleans and further structures, written in the order of first use.</summary>
    /// <param name="typeName">What it is called in messages.</param>
    public static ElementShape OfUnknown(string typeName) => new OpenShapes(typeName).Object;

    /// <summary>The shape of a node.</summary>
    public static ElementShape Of(SchemaNode node) => Known.GetValue(node, static key => new(key));

    /// <summary>The property of this name, by definition name (<c>value</c>) or JSON name (<c>valueQuantity</c>, then with that type alone); null if there is none.</summary>
    public ShapeProperty? Property(string name) => Open is { } open ? IsPrimitive ? null : open.Property(name) : _content.Value.ByName.GetValueOrDefault(name);

    /// <inheritdoc/>
    public override string ToString() => TypeName;

    private sealed class Content
    {
        public Content(SchemaNode node)
        {
            var properties = new List<ShapeProperty>();
            var byName = new Dictionary<string, ShapeProperty>(StringComparer.Ordinal);
            var order = 0;
            foreach (var group in node.Children.GroupBy(child => child.Definition))
            {
                var variants = group.Select(child => new ShapeVariant(child, order++)).ToArray();
                var property = new ShapeProperty(group.Key, variants);
                properties.Add(property);
                byName[property.Name] = property;
                foreach (var variant in variants) byName.TryAdd(variant.JsonName, variants.Length == 1 ? property : new(group.Key, [variant]));
            }

            Properties = properties;
            ByName = byName.ToFrozenDictionary(StringComparer.Ordinal);
        }

        public IReadOnlyList<ShapeProperty> Properties { get; }

        public FrozenDictionary<string, ShapeProperty> ByName { get; }
    }
}
