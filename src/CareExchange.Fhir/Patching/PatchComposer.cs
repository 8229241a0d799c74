using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Fhir.Patching;

/// <summary>Whether a value fits a property, and anonymous elements from their parts.</summary>
internal static class PatchComposer
{
    /// <summary>The JSON name under which a property takes a value: for a choice the one of the value's type.</summary>
    public static Outcome<ShapeVariant> Variant(ElementShape owner, string name, PatchValue value)
    {
        if (owner.Property(name) is not { } property) return PatchIssues.Unknown(name);
        var variant = property.Only ?? (value.TypeName is { } type ? property.ForType(type) : null);
        return variant is not null && Fits(variant.Shape, variant.Node.IsResource, value)
            ? variant
            : PatchIssues.Type(name, string.Join(" | ", property.Variants.Select(one => one.Shape.TypeName)), value.TypeName ?? "parts");
    }

    /// <summary>True where a value may stand for this type: the same one, one derived from it, or a primitive that JSON writes alike.</summary>
    /// <remarks>A date may be given as a string and a div as well: Parameters has no xhtml, and the official cases do it.</remarks>
    public static bool Fits(ElementShape shape, bool isResource, PatchValue value)
    {
        if (value.Parts is not null) return !shape.IsPrimitive && !isResource;
        if (value.TypeName == "Resource") return isResource;
        if (isResource) return false;
        if (string.Equals(value.TypeName, shape.TypeName, StringComparison.Ordinal)) return true;
        if (shape.Node.Schema.FindType(value.TypeName!) is not { } type) return false;
        if (!shape.IsPrimitive) return type.IsA(shape.TypeName);
        return value.Json is null ? type.Kind == Definitions.TypeKind.Primitive : Kind(value.Json.Kind) == shape.Json;
    }

    /// <summary>The value as JSON: as it is, or an object of its parts.</summary>
    public static Outcome<PatchNode> Compose(ElementShape shape, PatchValue value)
    {
        if (value.Parts is null) return Outcome.Success(value.Json ?? PatchNode.Null);
        var composed = PatchNode.Of("{}"u8.ToArray());
        foreach (var (name, part) in value.Parts)
        {
            var found = Variant(shape, name, part);
            if (found.Value is not { } variant) return Outcome.Failure<PatchNode>(found.Issues);
            var inner = Compose(variant.Shape, part);
            if (inner.Value is not { } json) return inner;
            var slot = new PatchSlot(composed, variant.JsonName);
            if (variant.IsList) slot.Insert(slot.Count, json, part.Twin);
            else if (slot.Exists) return PatchIssues.Exists(name);
            else slot.Set(json, part.Twin);
        }

        return composed;
    }

    private static JsonKind Kind(JsonKind kind) => kind == JsonKind.False ? JsonKind.True : kind;
}
