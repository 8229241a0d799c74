using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;
using CareExchange.Mapping.Sources;

namespace CareExchange.Mapping.Maps;

/// <summary>Puts a value into a property, turning it into the property's type where nothing can be lost by it.</summary>
internal static class Assignment
{
    /// <summary>The node that now holds the value; null (and an issue) where the types do not meet.</summary>
    public static ElementBuilder? Put(MapRun run, ElementBuilder node, ShapeProperty property, MapValue value, bool first)
    {
        if (Variant(property, value) is not { } variant)
        {
            Mismatch(run, node, property.Name, value, string.Join('|', property.Variants.Take(6).Select(one => one.Shape.TypeName)));
            return null;
        }

        // A value that was just made is taken as it is, unless it needs a wrapper or already stands elsewhere.
        if (value.Node is { Parent: null } fresh && (variant.IsOpen || variant.Shape.TypeName == fresh.TypeName || (variant.Node.IsResource && fresh.Shape.IsResource)))
        {
            if (!variant.IsList && !fresh.HasParts && node.Single(variant) is { } same && same.TypeName == fresh.TypeName) return same;
            if (fresh.Shape.IsPrimitive && !variant.IsOpen && fresh.Text is { } text) return Fill(run, node.Append(variant, new(variant.Shape), first), new(text, fresh.TypeName, value.Origin));
            return node.Append(variant, fresh, first);
        }

        var shape = variant.Node.IsResource && value.TypeName is { } type ? ElementShape.Find(run.Map.Schema, type) ?? variant.Shape : variant.IsOpen ? OpenShape(variant, value) : variant.Shape;
        var made = node.Append(variant, new(shape), first);
        if (Fill(run, made, value) is not null) return made;
        node.Remove(made);
        return null;
    }

    // Where no definition says what a value is, it stays what it was.
    private static ElementShape OpenShape(ShapeVariant variant, MapValue value)
    {
        if (value.Node is { } node) return node.Shape;
        if (value.Element is { Exists: true } element) return variant.ShapeFor(element.IsPrimitive && !element.HasValue ? JsonKind.String : element.Kind);
        return variant.ShapeFor(value.Text is null ? JsonKind.String : value.TypeName switch { "boolean" => JsonKind.True, "integer" or "decimal" or "positiveInt" or "unsignedInt" => JsonKind.Number, _ => JsonKind.String });
    }

    /// <summary>Gives a node its content; null (and an issue) where the value does not fit.</summary>
    public static ElementBuilder? Fill(MapRun run, ElementBuilder node, MapValue value)
    {
        if (value.Resource is { } resource) return FillReference(run, node, value, resource);
        if (node.Shape.IsPrimitive)
        {
            if (value.Text is { } text && node.TrySetText(text))
            {
                if (value.Element.Exists) CopyExtensions(node, value.Element);
                return node;
            }

            if (value.Text is null && value.Element is { Exists: true, IsPrimitive: true }) return Copied(run, node, value);
            run.Report(
                "value", "map-value-invalid", $"A value does not fit {node.Path}.", $"{node.Path}에 맞지 않는 값입니다.", node.TypeName, value.Text is { } shown ? TextMask.Of(shown) : value.TypeName, value.Origin);
            return null;
        }

        if (value.Text is { } literal)
        {
            if (node.TypeName == "Reference") return FillText(node, "reference", literal);
            Mismatch(run, node.Parent ?? node, node.Variant?.JsonName ?? "", value, node.TypeName);
            return null;
        }

        if (value.Node is { } other)
        {
            if (other.TypeName == "Coding" && node.TypeName == "CodeableConcept") return Wrap(run, node, other);
            BuilderClone.Copy(run, other, node);
            return node;
        }

        return Copied(run, node, value);
    }

    private static ElementBuilder? FillReference(MapRun run, ElementBuilder node, MapValue value, ElementBuilder resource)
    {
        var primitive = node;
        if (node.TypeName == "Reference") primitive = node.Add("reference");
        else if (!node.Shape.IsPrimitive)
        {
            Mismatch(run, node.Parent ?? node, node.Variant?.JsonName ?? "", value, node.TypeName);
            return null;
        }

        // Kept as text for now so that the element is not empty; the Bundle's completion writes the real one.
        primitive.TrySetText("#");
        run.References.Add(new(primitive, resource, value.Origin.Exists ? value.Origin : run.Origin, run.Rule));
        return node;
    }

    private static ElementBuilder? Copied(MapRun run, ElementBuilder node, MapValue value)
    {
        var source = value.Element;
        if (source.TypeName == "Coding" && node.TypeName == "CodeableConcept") node = node.Add("coding");
        run.Reads.MarkAll(source);
        if (node.CopyFrom(source) is not { } lost) return node;
        run.Report("structure", "map-copy-lost", $"A copy into {node.Path} would lose content.", $"{node.Path}로 복사하면 내용이 빠집니다.", node.TypeName, lost, source);
        return null;
    }

    private static void CopyExtensions(ElementBuilder node, Element source)
    {
        foreach (var child in source.Children())
        {
            if (child.Name == "extension") node.Append(node.Shape.Property("extension")!.Only!, new(node.Shape.Property("extension")!.Only!.Shape)).CopyFrom(child);
        }
    }

    private static ElementBuilder FillText(ElementBuilder node, string name, string text)
    {
        node.Set(name, text);
        return node;
    }

    private static ElementBuilder Wrap(MapRun run, ElementBuilder concept, ElementBuilder coding)
    {
        BuilderClone.Copy(run, coding, concept.Add("coding"));
        return concept;
    }

    private static ShapeVariant? Variant(ShapeProperty property, MapValue value)
    {
        if (property.Only is { } only) return only;
        if (value.Resource is not null) return property.ForType("Reference") ?? property.ForType("uri");
        var type = value.TypeName ?? "string";
        if (property.ForType(type) is { } exact) return exact;
        if (value.Text is not { } text) return null;
        if (type == "decimal" && !text.AsSpan().ContainsAny(".eE") && property.ForType("integer") is { } integer) return integer;
        if (type == "integer" && property.ForType("decimal") is { } number) return number;

        // Plain text may fill a choice that has a place for text or only one primitive type.
        if (property.ForType("string") is { } asText && type is not ("boolean" or "decimal" or "integer")) return asText;
        ShapeVariant? primitive = null;
        foreach (var variant in property.Variants)
        {
            if (!variant.Shape.IsPrimitive) continue;
            if (primitive is not null) return null;
            primitive = variant;
        }

        return primitive;
    }

    private static void Mismatch(MapRun run, ElementBuilder node, string name, MapValue value, string expected) =>
        run.Report(
            "structure", "map-target-type", $"The map gives {node.TypeName}.{name} a value of another type.", $"매핑이 {node.TypeName}.{name}에 다른 유형의 값을 넣습니다.", expected, value.TypeName ?? "a reference", value.Origin);
}
