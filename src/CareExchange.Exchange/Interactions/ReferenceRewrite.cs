using System.Text;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;

namespace CareExchange.Exchange.Interactions;

/// <summary>Puts real references where a Bundle's entries named each other by fullUrl (R4 http.html#trules).</summary>
internal static class ReferenceRewrite
{
    private static readonly string[] LinkAttributes = ["href=", "src="];

    /// <summary>The resource with every matching Reference.reference, uri-typed value and narrative link exchanged.</summary>
    /// <param name="resource">The resource; answered as it is when nothing matches.</param>
    /// <param name="target">fullUrl or conditional reference → <c>Type/id</c>; null for what stays.</param>
    public static ReadOnlyMemory<byte> Apply(FhirDocument resource, Func<string, string?> target)
    {
        var edit = new DocumentEdit(resource);
        return Walk(resource.Root, target, edit) ? edit.Apply() : resource.Utf8;
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

    private static bool Walk(Element element, Func<string, string?> target, DocumentEdit edit)
    {
        var changed = false;
        foreach (var child in element.Children())
        {
            if (Rewritten(element, child, target) is { } text)
            {
                edit.Replace(child, JsonText.Quote(text));
                changed = true;
            }

            changed |= Walk(child, target, edit);
        }

        return changed;
    }

    private static string? Rewritten(Element parent, Element child, Func<string, string?> target)
    {
        if (!child.HasValue) return null;
        if (parent.TypeName == "Reference" ? child.Name == "reference" : child.TypeName is "uri" or "url" or "oid" or "uuid") return child.Text is { } text ? target(text) : null;
        return child.TypeName == "xhtml" && child.Text is { } narrative ? Links(narrative, target) : null;
    }

    /// <summary>A narrative with the targets of its links and images exchanged; null where none matches. Nothing else of it is touched.</summary>
    private static string? Links(string narrative, Func<string, string?> target)
    {
        StringBuilder? changed = null;
        var copied = 0;
        foreach (var (start, length) in Values(narrative))
        {
            if (target(narrative.Substring(start, length)) is not { } link) continue;
            changed ??= new StringBuilder(narrative.Length);
            changed.Append(narrative, copied, start - copied).Append(link);
            copied = start + length;
        }

        return changed?.Append(narrative, copied, narrative.Length - copied).ToString();
    }

    private static IEnumerable<(int Start, int Length)> Values(string narrative)
    {
        for (var at = 0; at < narrative.Length; at++)
        {
            if (LinkAttributes.FirstOrDefault(name => string.CompareOrdinal(narrative, at, name, 0, name.Length) == 0) is not { } attribute) continue;
            var quote = at + attribute.Length;
            if (quote >= narrative.Length || narrative[quote] is not ('"' or '\'')) continue;
            var end = narrative.IndexOf(narrative[quote], quote + 1);
            if (end < 0) yield break;
            yield return (quote + 1, end - quote - 1);
            at = end;
        }
    }
}
