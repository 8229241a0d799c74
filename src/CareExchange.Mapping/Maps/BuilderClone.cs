using CareExchange.Fhir.Elements;

namespace CareExchange.Mapping.Maps;

/// <summary>Copies one node's content into another, by JSON names; what has no place there stays behind.</summary>
internal static class BuilderClone
{
    public static void Copy(MapRun run, ElementBuilder source, ElementBuilder target)
    {
        if (source.Text is { } text) target.TrySetText(text);
        for (var i = run.References.Count - 1; i >= 0; i--)
        {
            // A reference whose text is still to come must come to the copy too.
            if (ReferenceEquals(run.References[i].Primitive, source)) run.References.Add(run.References[i] with { Primitive = target });
        }

        foreach (var child in source.Children)
        {
            if (target.Shape.Property(child.Variant!.JsonName)?.Only is not { } variant) continue;
            Copy(run, child, target.Append(variant, new(variant.Node.IsResource ? child.Shape : variant.Shape)));
        }
    }
}
