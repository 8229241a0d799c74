using System.Globalization;
using CareExchange.Fhir.Elements;

namespace CareExchange.Mapping.Profiles;

/// <summary>FHIRPath locations of many values of one result: siblings are counted once, not once for each value.</summary>
internal sealed class TargetPaths
{
    private readonly Dictionary<ElementBuilder, string> _paths = [];

    public string Of(ElementBuilder value)
    {
        if (_paths.TryGetValue(value, out var known)) return known;
        if (value.Parent is not { } parent) return _paths[value] = value.TypeName;
        var prefix = Of(parent);
        ShapeVariant? list = null;
        var index = 0;
        foreach (var child in parent.Children)
        {
            var variant = child.Variant!;
            if (!ReferenceEquals(variant, list)) (list, index) = (variant, 0);
            var name = $"{prefix}.{variant.Node.Definition.Name}";
            _paths[child] = variant.IsList ? string.Create(CultureInfo.InvariantCulture, $"{name}[{index}]") : name;

            // Empty items are not written, so they do not count.
            if (!child.IsEmpty) index++;
        }

        return _paths[value];
    }
}
