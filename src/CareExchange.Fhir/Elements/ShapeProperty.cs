using CareExchange.Fhir.Definitions;

namespace CareExchange.Fhir.Elements;

/// <summary>One property of an element as a writer sees it.</summary>
public sealed class ShapeProperty
{
    private readonly ShapeVariant[] _variants;

    internal ShapeProperty(ElementDefinition definition, ShapeVariant[] variants)
    {
        Definition = definition;
        _variants = variants;
    }

    /// <summary>The element's definition.</summary>
    public ElementDefinition Definition { get; }

    /// <summary>The definition's name, <c>value</c> for <c>value[x]</c>.</summary>
    public string Name => Definition.Name;

    /// <summary>True where JSON writes an array.</summary>
    public bool IsList => Definition.IsList;

    /// <summary>One for each JSON name; more than one only for a choice.</summary>
    public IReadOnlyList<ShapeVariant> Variants => _variants;

    /// <summary>The only variant; null for a choice whose type is still open.</summary>
    public ShapeVariant? Only => _variants.Length == 1 ? _variants[0] : null;

    /// <summary>The variant for a type, or null. A property that holds any resource takes every resource type.</summary>
    public ShapeVariant? ForType(string typeName)
    {
        foreach (var variant in _variants)
        {
            if (string.Equals(variant.Shape.TypeName, typeName, StringComparison.Ordinal)) return variant;
        }

        return Only is { Node.IsResource: true } any ? any : null;
    }

    /// <inheritdoc/>
    public override string ToString() => Definition.Id;
}
