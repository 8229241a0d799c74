using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;

namespace CareExchange.Fhir.FhirPath;

/// <summary>Finds the resource around an element by its place in the text: elements know no parent.</summary>
internal static class EnclosingResource
{
    /// <summary>The innermost resource that holds the element, or is it; the document's root where there is none.</summary>
    /// <param name="element">Any element.</param>
    /// <param name="allowsContained">False to pass over contained resources, as <c>%rootResource</c> does.</param>
    public static Element Of(Element element, bool allowsContained)
    {
        var found = element.Document.Root;
        for (var current = found; current.Exists; current = ChildAround(current, element))
        {
            if (current.Type?.Kind == TypeKind.Resource && (allowsContained || current.Name != "contained")) found = current;
            if (current == element) break;
        }

        return found;
    }

    private static Element ChildAround(Element parent, Element element)
    {
        foreach (var child in parent.Children())
        {
            if (child == element || (child.Start <= element.Start && element.Start < child.Start + child.Raw.Length)) return child;
        }

        return default;
    }
}
