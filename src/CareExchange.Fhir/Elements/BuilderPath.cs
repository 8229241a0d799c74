using System.Globalization;

namespace CareExchange.Fhir.Elements;

/// <summary>Where a value stands while its resource is being made.</summary>
internal static class BuilderPath
{
    public static string Of(ElementBuilder builder)
    {
        var steps = new Stack<string>();
        var current = builder;
        for (; current.Parent is { } parent; current = parent)
        {
            var variant = current.Variant!;
            var name = variant.Node.Definition.Name;
            steps.Push(variant.IsList ? string.Create(CultureInfo.InvariantCulture, $"{name}[{Index(parent, current)}]") : name);
        }

        steps.Push(current.TypeName);
        return string.Join('.', steps);
    }

    // Empty items are not written, so they do not count.
    private static int Index(ElementBuilder parent, ElementBuilder child)
    {
        var index = 0;
        foreach (var sibling in parent.Children)
        {
            if (ReferenceEquals(sibling, child)) break;
            if (ReferenceEquals(sibling.Variant, child.Variant) && !sibling.IsEmpty) index++;
        }

        return index;
    }
}
