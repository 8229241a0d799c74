using System.Text.Encodings.Web;
using System.Text.Json;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Json;

namespace CareExchange.Fhir.Elements;

/// <summary>A property together with the type that its JSON name stands for.</summary>
public sealed class ShapeVariant
{
    private readonly byte[] _label;
    private ElementShape? _shape;

    internal ShapeVariant(SchemaNode node, int order)
    {
        Node = node;
        Order = order;
        var name = JsonEncodedText.Encode(node.JsonName, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        _label = [(byte)'"', .. name.EncodedUtf8Bytes, (byte)'"', (byte)':'];
        Twin = [(byte)'"', (byte)'_', .. name.EncodedUtf8Bytes, (byte)'"', (byte)':'];
    }

    internal ShapeVariant(SchemaNode node, int order, ElementShape open)
        : this(node, order) => _shape = open;

    /// <summary>True for a property of a structure that no definition knows.</summary>
    public bool IsOpen => Shape.IsOpen;

    /// <summary>The schema's node.</summary>
    public SchemaNode Node { get; }

    /// <summary>The name in JSON, <c>valueQuantity</c>.</summary>
    public string JsonName => Node.JsonName;

    /// <summary>True where JSON writes an array.</summary>
    public bool IsList => Node.Definition.IsList;

    /// <summary>What may stand inside. Of a property that holds any resource: the abstract Resource.</summary>
    public ElementShape Shape => _shape ??= ElementShape.Of(Node);

    /// <summary>The shape of a value here, where the property takes values of any kind; <see cref="Shape"/> otherwise.</summary>
    /// <param name="json">How JSON writes the value.</param>
    public ElementShape ShapeFor(JsonKind json) => Shape.Open is not { } open ? Shape : json switch
    {
        JsonKind.String => open.Text,
        JsonKind.Number => open.Number,
        JsonKind.True or JsonKind.False => open.Boolean,
        _ => open.Object,
    };

    /// <summary>True where both stand for one property; structures without definition may hold one twice.</summary>
    internal bool IsSame(ShapeVariant other) => ReferenceEquals(this, other) || (IsOpen && string.Equals(JsonName, other.JsonName, StringComparison.Ordinal));

    /// <summary>Its place among all variants of the element that has it.</summary>
    internal int Order { get; }

    /// <summary>The JSON name with quotes and colon.</summary>
    internal ReadOnlySpan<byte> Label => _label;

    /// <summary>The same of the underscore twin.</summary>
    internal byte[] Twin { get; }

    /// <inheritdoc/>
    public override string ToString() => JsonName;
}
