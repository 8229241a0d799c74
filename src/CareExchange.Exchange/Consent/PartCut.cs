using System.Text;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;

namespace CareExchange.Exchange.Consent;

/// <summary>Takes out of a resource the parts that belong to a category the requester may not see, and the marks of who states what.</summary>
internal static class PartCut
{
    /// <summary>True where a resource may carry marks at all; cheap.</summary>
    public static bool IsNeeded(ReadOnlySpan<byte> json) =>
        json.IndexOf("urn:careexchange:extension:source"u8) >= 0 || json.IndexOf("extension-inline-sec-label"u8) >= 0;

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

    /// <summary>A Patient that several state, without marks and without the parts whose category, or whose staters' contributions, may not be seen; marked as cut.</summary>
    /// <param name="patient">The Patient.</param>
    /// <param name="defaultSource">Who states a part that carries no mark.</param>
    /// <param name="permits">Whether an element (<c>Patient.name</c>), or data of a category, may be seen of this source.</param>
    public static byte[] ApplyStated(FhirDocument patient, string defaultSource, Func<string, string, bool> permits)
    {
        var (edit, root, isCut) = (new DocumentEdit(patient), patient.Root, false);
        List<Element> shown = [];
        foreach (var child in root.Children())
        {
            if (ElementCut.AlwaysKeeps(child.Name)) continue;
            if (child.Name == "contained") continue;
            if (IsPermitted(child, defaultSource, permits) && SourcesOf(child, defaultSource).Exists(source => permits($"{root.TypeName}.{child.Name}", source)))
            {
                if (child.Name != "text") shown.Add(child);
            }
            else
            {
                edit.Remove(child);
                isCut = true;
            }
        }

        // R4 domainresource.html#dom-3: what is contained is there for what refers to it.
        foreach (var contained in root.Children("contained"))
        {
            var reference = Encoding.UTF8.GetBytes($"\"#{contained["id"].Text}\"");
            if (shown.Exists(child => child.Raw.IndexOf(reference) >= 0)) shown.Add(contained);
            else edit.Remove(contained);
        }

        foreach (var child in shown) isCut |= WalkInto(child, edit, defaultSource, permits);
        if (isCut && root["text"] is { Exists: true } narrative && permits($"{root.TypeName}.text", defaultSource)) edit.Remove(narrative);
        if (isCut) ElementCut.Mark(edit, root, permits($"{root.TypeName}.meta", defaultSource));
        return edit.Apply();
    }

    // A primitive that only marks extend is left as it is without them.
    private static bool WalkInto(Element element, DocumentEdit edit, string defaultSource, Func<string, string, bool> permits)
    {
        if (element.TwinKind == JsonKind.None || !IsOnlyMarked(element)) return Walk(element, edit, defaultSource, permits);
        edit.RemoveTwin(element);
        return false;
    }

    private static bool IsOnlyMarked(Element element)
    {
        foreach (var child in element.Children())
        {
            if (child.Name != "extension" || child["url"].Text != PartMarks.SourceUrl) return false;
        }

        return true;
    }

    private static List<string> SourcesOf(Element part, string defaultSource)
    {
        const string prefix = "Organization/";
        List<string> sources = [];
        foreach (var extension in part.Children("extension"))
        {
            if (extension["url"].Text == PartMarks.SourceUrl && extension["value"]["reference"].Text is { } reference && reference.StartsWith(prefix, StringComparison.Ordinal)) sources.Add(reference[prefix.Length..]);
        }

        if (sources.Count == 0) sources.Add(defaultSource);
        return sources;
    }

    // True where a part was withheld.
    private static bool Walk(Element element, DocumentEdit edit, string defaultSource, Func<string, string, bool> permits)
    {
        var isCut = false;
        foreach (var child in element.Children())
        {
            if (child.Name == "extension" && child["url"].Text == PartMarks.SourceUrl) edit.Remove(child);
            else if (IsPermitted(child, defaultSource, permits)) isCut |= WalkInto(child, edit, defaultSource, permits);
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
        string? category = null;
        foreach (var extension in part.Children("extension"))
        {
            if (extension["url"].Text == PartMarks.InlineLabelUrl && extension["value"]["system"].Text == DataCategories.System) category = extension["value"]["code"].Text ?? "";
        }

        return category is null || SourcesOf(part, defaultSource).Exists(source => permits(category, source));
    }
}
