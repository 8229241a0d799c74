using System.Globalization;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;

namespace CareExchange.Fhir.Xml;

/// <summary>One element (or attribute) of an XML resource that the schema knows, before it becomes JSON.</summary>
/// <param name="parent">What it is part of; null for the root.</param>
/// <param name="variant">The property it is; null for the root.</param>
/// <param name="position">Where it begins in the XML.</param>
internal sealed class XmlPart(XmlPart? parent, ShapeVariant? variant, TextPosition position)
{
    private List<XmlPart>? _children;

    public XmlPart? Parent { get; } = parent;

    public ShapeVariant? Variant { get; } = variant;

    public TextPosition Position { get; } = position;

    /// <summary>A primitive's value, or the source text of a div.</summary>
    public string? Value { get; set; }

    /// <summary>The type's name, where this is a resource.</summary>
    public string? ResourceType { get; set; }

    /// <summary>The children in the order in which they were written.</summary>
    public IReadOnlyList<XmlPart> Children => _children ?? [];

    /// <summary>The FHIRPath location, such as <c>Patient.name[0].given[1]</c>; for messages only.</summary>
    public string Path
    {
        get
        {
            if (Parent is null) return ResourceType ?? "";
            var name = Variant!.Node.Definition.Name;
            return Variant.IsList ? string.Create(CultureInfo.InvariantCulture, $"{Parent.Path}.{name}[{Index()}]") : $"{Parent.Path}.{name}";
        }
    }

    public void Add(XmlPart child) => (_children ??= []).Add(child);

    private int Index()
    {
        var index = 0;
        foreach (var sibling in Parent!.Children)
        {
            if (ReferenceEquals(sibling, this)) break;
            if (ReferenceEquals(sibling.Variant, Variant)) index++;
        }

        return index;
    }
}
