using System.Text;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Elements;

namespace CareExchange.Exchange.Consent;

/// <summary>Takes out of a resource the parts that belong to a category the requester may not see, and the marks of who states what.</summary>
internal static class PartCut
{
    /// <summary>True where a resource may carry marks at all; cheap.</summary>
    public static bool IsNeeded(ReadOnlySpan<byte> json) =>
        json.IndexOf("urn:careexchange:extension:source"u8) >= 0 || json.IndexOf("extension-inline-sec-label"u8) >= 0;

    /// <summary>True where a resource may have a part of one of these categories, or <c>*</c> for any; cheap.</summary>
    public static bool MayHavePartOf(ReadOnlySpan<byte> json, IReadOnlyList<string> categories)
    {
        // An escape may hide a label or a category.
        if (json.IndexOf("\\u"u8) >= 0) return true;
        if (json.IndexOf("extension-inline-sec-label"u8) < 0) return false;
        foreach (var category in categories)
        {
            if (category == "*" || json.IndexOf(Encoding.UTF8.GetBytes($"\"{category}\"")) >= 0) return true;
        }

        return false;
    }

    /// <summary>The resource without marks and without the parts whose category is not permitted.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="defaultSource">Who states a part that carries no mark.</param>
    /// <param name="permits">Whether data of this category from this source may be seen.</param>
    public static byte[] Apply(FhirDocument resource, string defaultSource, Func<string, string, bool> permits)
    {
        var edit = new DocumentEdit(resource);

        // Narrative may repeat what was taken out.
        if (Walk(resource.Root, edit, defaultSource, permits) && resource.Root["text"] is { Exists: true } narrative) edit.Remove(narrative);
        return edit.Apply();
    }

    // True where a part was withheld.
    private static bool Walk(Element element, DocumentEdit edit, string defaultSource, Func<string, string, bool> permits)
    {
        var isCut = false;
        foreach (var child in element.Children())
        {
            if (child.Name == "extension" && child["url"].Text == PartMarks.SourceUrl) edit.Remove(child);
            else if (IsPermitted(child, defaultSource, permits)) isCut |= Walk(child, edit, defaultSource, permits);
            else
            {
                edit.Remove(child);
                isCut = true;
            }
        }

        return isCut;
    }

    private static bool IsPermitted(Element part, string defaultSource, Func<string, string, bool> permits)
    {
        const string prefix = "Organization/";
        string? category = null;
        List<string> sources = [];
        foreach (var extension in part.Children("extension"))
        {
            var url = extension["url"].Text;
            if (url == PartMarks.InlineLabelUrl && extension["value"]["system"].Text == DataCategories.System) category = extension["value"]["code"].Text ?? "";
            if (url == PartMarks.SourceUrl && extension["value"]["reference"].Text is { } reference && reference.StartsWith(prefix, StringComparison.Ordinal)) sources.Add(reference[prefix.Length..]);
        }

        if (category is null) return true;
        if (sources.Count == 0) sources.Add(defaultSource);
        return sources.Exists(source => permits(category, source));
    }
}
