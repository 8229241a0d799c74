namespace CareExchange.Fhir.Elements;

/// <summary>Element → builder, property by property.</summary>
internal static class BuilderCopy
{
    public static string? Copy(Element source, ElementBuilder target)
    {
        if (source.Text is { } text && !target.TrySetText(text)) return source.Name;
        string? lost = null;
        foreach (var child in source.Children())
        {
            var name = child.JsonName;
            if ((target.Shape.IsResource || target.Shape.WritesType) && name == "resourceType") continue;
            if (target.Shape.Property(name)?.Only is not { } variant)
            {
                lost ??= name;
                continue;
            }

            var shape = variant.Node.IsResource ? ElementShape.Find(target.Shape.Node.Schema, child.TypeName) ?? variant.Shape : variant.ShapeFor(child.Kind);
            lost ??= Copy(child, target.Append(variant, new(shape)));
        }

        return lost;
    }
}
