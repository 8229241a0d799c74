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
    public static ReadOnlyMemory<byte> Apply(FhirDocument resource, Func<string, string?> target) => Apply(resource, static _ => true, static _ => true, target);

    /// <summary>The same, where most that a resource says of addresses can be passed over by its bytes.</summary>
    /// <param name="resource">The resource; answered as it is when nothing matches.</param>
    /// <param name="mayMatch">False where <paramref name="target"/> would answer null for this value, given as JSON writes it.</param>
    /// <param name="mayHold">False where no value of this object can match, given as it is written: it is not walked.</param>
    /// <param name="target">fullUrl or conditional reference → <c>Type/id</c>; null for what stays.</param>
    public static ReadOnlyMemory<byte> Apply(FhirDocument resource, RawFilter mayMatch, RawFilter mayHold, Func<string, string?> target)
    {
        DocumentEdit? edit = null;
        Walk(resource.Root, mayMatch, mayHold, target, ref edit);
        return edit?.Apply() ?? resource.Utf8;
    }

    /// <summary>Judges a value as JSON writes it, quotes included.</summary>
    public delegate bool RawFilter(ReadOnlySpan<byte> json);

    /// <summary>Every literal reference of the resource, in document order.</summary>
    public static IReadOnlyList<Element> References(Element element)
    {
        var found = new List<Element>();
        Collect(element, found);
        return found;
    }

    private static void Collect(Element element, List<Element> found)
    {
        foreach (var child in element.Children())
        {
            if (!child.Container()) continue;
            if (child.TypeName == "Reference" && child["reference"] is { HasValue: true } reference) found.Add(reference);
            Collect(child, found);
        }
    }

    private static void Walk(Element element, RawFilter mayMatch, RawFilter mayHold, Func<string, string?> target, ref DocumentEdit? edit)
    {
        var isReference = element.TypeName == "Reference";
        foreach (var child in element.Children())
        {
            if (Rewritten(isReference, child, mayMatch, target) is { } text) (edit ??= new DocumentEdit(element.Document)).Replace(child, JsonText.Quote(text));
            if (child.Container() && (child.TwinKind == JsonKind.Object || mayHold(child.Raw))) Walk(child, mayMatch, mayHold, target, ref edit);
        }
    }

    // Only what JSON writes as an object has children: a value, or the object beside a value.
    private static bool Container(this Element element) => element.Kind == JsonKind.Object || element.TwinKind == JsonKind.Object;

    private static string? Rewritten(bool isReference, Element child, RawFilter mayMatch, Func<string, string?> target)
    {
        if (child.Kind != JsonKind.String) return null;
        if (isReference ? child.Name == "reference" : child.TypeName is "uri" or "url" or "oid" or "uuid") return mayMatch(child.Raw) && child.Text is { } text ? target(text) : null;
        return child.TypeName == "xhtml" && MayLink(child.Raw) && child.Text is { } narrative ? Links(narrative, target) : null;
    }

    // An escape could hide the name of an attribute.
    private static bool MayLink(ReadOnlySpan<byte> narrative) => narrative.IndexOf("href="u8) >= 0 || narrative.IndexOf("src="u8) >= 0 || narrative.IndexOf("\\u"u8) >= 0;

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
