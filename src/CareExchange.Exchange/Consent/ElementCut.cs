using CareExchange.Fhir.Elements;

namespace CareExchange.Exchange.Consent;

/// <summary>Cuts a resource down to the elements a legal basis opens (minimisation), and marks it as cut.</summary>
public static class ElementCut
{
    private static readonly HashSet<string> Kept = new(StringComparer.Ordinal) { "id", "meta", "implicitRules", "language" };

    /// <summary>The resource without what is not listed; contained resources, narrative and extensions go unless listed.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="elements">Paths of one level, <c>Patient.name</c>; those of other types are ignored.</param>
    /// <returns>New bytes with the tag SUBSETTED (R4 search.html#subsetted).</returns>
    public static byte[] Apply(FhirDocument resource, IReadOnlyList<string> elements)
    {
        var root = resource.Root;
        var edit = new DocumentEdit(resource);
        foreach (var child in root.Children())
        {
            if (!Kept.Contains(child.Name) && !elements.Contains($"{root.TypeName}.{child.Name}", StringComparer.Ordinal)) edit.Remove(child);
        }

        Mark(edit, root);
        return edit.Apply();
    }

    /// <summary>True for what a cut leaves of every resource.</summary>
    internal static bool AlwaysKeeps(string name) => Kept.Contains(name);

    /// <summary>Marks a resource as cut.</summary>
    /// <param name="edit">The resource in the making.</param>
    /// <param name="root">The resource.</param>
    /// <param name="keepsTags">True where the tags that it has may be seen.</param>
    internal static void Mark(DocumentEdit edit, Element root, bool keepsTags = false)
    {
        var meta = root["meta"];
        if (!meta.Exists)
        {
            edit.Set(root, "meta", MetaSubsetted);
            return;
        }

        List<byte> tags = [.. "["u8];
        foreach (var tag in meta.Children("tag"))
        {
            if (!keepsTags) break;
            tags.AddRange(tag.Raw);
            tags.Add((byte)',');
        }

        tags.AddRange(Subsetted[1..]);
        edit.Set(meta, "tag", tags.ToArray());
    }

    private static ReadOnlySpan<byte> Subsetted => """[{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationValue","code":"SUBSETTED"}]"""u8;

    private static ReadOnlySpan<byte> MetaSubsetted => """{"tag":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationValue","code":"SUBSETTED"}]}"""u8;
}
