using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;

namespace CareExchange.Exchange.Interactions;

/// <summary>Puts real references where a Bundle's entries named each other by fullUrl (R4 http.html#trules).</summary>
internal static class ReferenceRewrite
{
    /// <summary>The resource with every matching Reference.reference and uri-typed value exchanged.</summary>
    /// <param name="resource">The resource; answered as it is when nothing matches.</param>
    /// <param name="targets">fullUrl or conditional reference → <c>Type/id</c>.</param>
    public static ReadOnlyMemory<byte> Apply(FhirDocument resource, IReadOnlyDictionary<string, string> targets)
    {
        if (targets.Count == 0) return resource.Utf8;
        var edit = new DocumentEdit(resource);
        return Walk(resource.Root, targets, edit) ? edit.Apply() : resource.Utf8;
    }

    /// <summary>Every literal reference of the resource, in document order.</summary>
    public static IEnumerable<Element> References(Element element)
    {
        foreach (var child in element.Children().ToArray())
        {
            if (child.TypeName == "Reference" && child["reference"] is { HasValue: true } reference) yield return reference;
            foreach (var inner in References(child)) yield return inner;
        }
    }

    private static bool Walk(Element element, IReadOnlyDictionary<string, string> targets, DocumentEdit edit)
    {
        var changed = false;
        foreach (var child in element.Children())
        {
            if (IsLink(element, child) && child.Text is { } text && targets.TryGetValue(text, out var target))
            {
                edit.Replace(child, JsonText.Quote(target));
                changed = true;
            }

            changed |= Walk(child, targets, edit);
        }

        return changed;
    }

    // Narrative links would need the same; narratives of our partners carry none, and xhtml is not edited blindly.
    private static bool IsLink(Element parent, Element child) =>
        child.HasValue && (parent.TypeName == "Reference" ? child.Name == "reference" : child.TypeName is "uri" or "url" or "oid" or "uuid");
}
