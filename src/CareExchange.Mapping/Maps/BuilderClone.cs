using CareExchange.Fhir.Elements;

namespace CareExchange.Mapping.Maps;

/// <summary>Copies one node's content into another, by JSON names; what has no place there stays behind.</summary>
internal static class BuilderClone
{
    public static void Copy(ElementBuilder source, ElementBuilder target)
    {
        if (source.Text is { } text) target.TrySetText(text);
        foreach (var child in source.Children)
        {
            if (target.Shape.Property(child.Variant!.JsonName)?.Only is not { } variant) continue;
            Copy(child, target.Append(variant, new(variant.Node.IsResource ? child.Shape : variant.Shape)));
        }
    }
}
