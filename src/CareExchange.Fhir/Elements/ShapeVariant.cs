using System.Text;
using CareExchange.Fhir.Definitions;

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
        _label = Encoding.UTF8.GetBytes($"\"{node.JsonName}\":");
        Twin = Encoding.UTF8.GetBytes($"\"_{node.JsonName}\":");
    }

    /// <summary>The schema's node.</summary>
    public SchemaNode Node { get; }

    /// <summary>The name in JSON, <c>valueQuantity</c>.</summary>
    public string JsonName => Node.JsonName;

    /// <summary>True where JSON writes an array.</summary>
    public bool IsList => Node.Definition.IsList;

    /// <summary>What may stand inside. Of a property that holds any resource: the abstract Resource.</summary>
    public ElementShape Shape => _shape ??= ElementShape.Of(Node);

    /// <summary>Its place among all variants of the element that has it.</summary>
    internal int Order { get; }

    /// <summary>The JSON name with quotes and colon.</summary>
    internal ReadOnlySpan<byte> Label => _label;

    /// <summary>The same of the underscore twin.</summary>
    internal byte[] Twin { get; }

    /// <inheritdoc/>
    public override string ToString() => JsonName;
}
