using System.Globalization;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Bundles;

/// <summary>Reference → entry of a document or message, as R4 bundle.html#references has it: by fullUrl, a relative one from the fullUrl it stands under.</summary>
/// <remarks>Each reference is complained about once, however often it is followed.</remarks>
internal sealed class BundleResolver(BundleIndex entries, ValidationRun run)
{
    private readonly HashSet<Element> _reported = [];

    /// <summary>Follows a reference.</summary>
    /// <param name="reference">As written; a fragment after <c>#</c> is looked for in the entry.</param>
    /// <param name="source">The element that says it.</param>
    /// <param name="from">The index of the entry it stands in.</param>
    /// <param name="isRequired">True where the target has to be in the Bundle.</param>
    /// <returns>The index of the entry, or -1.</returns>
    public int Find(string reference, Element source, int from, bool isRequired)
    {
        string? fragment = null;
        if (reference.IndexOf('#', StringComparison.Ordinal) is >= 0 and var hash) (reference, fragment) = (reference[..hash], reference[(hash + 1)..]);
        return ReferenceResolver.IsAbsolute(reference)
            ? FindAbsolute(reference, fragment, source, isRequired)
            : FindRelative(reference, source, from, isRequired);
    }

    private int FindAbsolute(string reference, string? fragment, Element source, bool isRequired)
    {
        var found = entries.WithUrl(reference);
        if (found.Count == 0)
        {
            // Definitions are published once and need not travel along.
            if (isRequired && !IsKnown(reference)) Report(source, NotFound(reference));
            return -1;
        }

        if (found.Count > 1)
        {
            Report(source, Several(reference, found.Count));
            return -1;
        }

        if (fragment is not null && CountIds(entries.All[found[0]], fragment, 2) > 1)
            Report(source, Issue.Error("invalid", "bundle-fragment-ambiguous", "Several elements of the entry have this id.", "같은 id를 가진 요소가 여러 개 있습니다.") with { Found = $"{reference}#{fragment}" });
        return found[0];
    }

    private int FindRelative(string reference, Element source, int from, bool isRequired)
    {
        var fullUrl = entries.All[from]["fullUrl"].Text;
        var resource = entries.Resources[from];
        string? target = null;
        if (fullUrl is not null && RestUrl.Read(fullUrl, run.Schema) is { } own && fullUrl.EndsWith($"{resource.TypeName}/{resource["id"].Text}", StringComparison.Ordinal))
            target = own.Base + reference;
        var found = target is null ? [] : entries.WithUrl(target);
        if (found.Count == 1) return found[0];
        if (found.Count > 1)
        {
            Report(source, Several(reference, found.Count));
            return -1;
        }

        var parts = reference.Split('/');
        if (parts.Length < 2 || run.Schema.FindType(parts[0]) is not { Kind: TypeKind.Resource, IsConstraint: false }) return -1;
        var similar = entries.WithTypeAndId($"{parts[0]}/{parts[1]}");
        if (similar.Count == 0)
        {
            if (isRequired) Report(source, NotFound(reference));
            return -1;
        }

        // Where nobody has a base of its own, type and id are all there is.
        if (similar.Count == 1 && IsTransient(fullUrl) && IsTransient(entries.All[similar[0]]["fullUrl"].Text)) return similar[0];
        Report(source, Issue.Error("invalid", "bundle-reference-base", "The reference names no entry by its fullUrl, although there is a resource of this type and id.", "해당 유형과 id의 리소스는 있으나 fullUrl로 찾을 수 없는 참조입니다.") with
        {
            Expected = target ?? "an absolute reference, because the entry's fullUrl has no base",
            Found = reference,
        });
        return -1;
    }

    private bool IsKnown(string reference) =>
        run.Schema.FindType(reference) is not null || run.Schema.FindValueSet(reference) is not null || run.Schema.FindCodeSystem(reference) is not null
        || (RestUrl.Read(reference, run.Schema) is { } url && run.Schema.FindType(url.Type)?.FindElement($"{url.Type}.url") is not null);

    private void Report(Element source, Issue issue)
    {
        if (_reported.Add(source)) run.Report(source, issue);
    }

    private static bool IsTransient(string? url) =>
        url is not null && (url.StartsWith("urn:", StringComparison.Ordinal) || url.StartsWith("cid:", StringComparison.Ordinal));

    private static int CountIds(Element element, string id, int enough)
    {
        var count = element["id"].Text == id ? 1 : 0;
        foreach (var child in element.Children())
        {
            if (count >= enough) break;
            count += CountIds(child, id, enough - count);
        }

        return count;
    }

    private static Issue NotFound(string reference) =>
        Issue.Error("not-found", "bundle-reference-not-found", "The target of the reference is not in the Bundle.", "참조 대상이 번들에 없습니다.") with { Found = reference };

    private static Issue Several(string reference, int count) =>
        Issue.Error("invalid", "bundle-reference-ambiguous", "The reference fits several entries.", "참조에 해당하는 항목이 여러 개입니다.") with
        {
            Expected = "one entry",
            Found = string.Create(CultureInfo.InvariantCulture, $"{count} entries for {reference}"),
        };
}
