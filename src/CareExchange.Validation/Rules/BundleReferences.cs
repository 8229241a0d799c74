using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Validation.Rules;

/// <summary>How references of a Bundle's entries find other entries (R4 bundle.html#references): by fullUrl, and by one entry only.</summary>
internal static class BundleReferences
{
    /// <summary>Judges the way one reference takes.</summary>
    /// <param name="literal">The element <c>reference</c>.</param>
    /// <param name="reference">Its text.</param>
    /// <param name="frame">The resource that refers.</param>
    /// <param name="target">What was found.</param>
    /// <param name="run">The run.</param>
    public static void Check(Element literal, string reference, ResourceFrame frame, ReferenceTarget target, ValidationRun run)
    {
        var entry = frame.Root;
        if (!entry.IsEntry || entry.Outer is not { } bundle) return;
        var type = bundle.Resource["type"].Text;
        var fullUrl = entry.FullUrl;
        if (fullUrl is null && type is not ("batch-response" or "transaction-response"))
        {
            // Said once for the entry, not for each of its references.
            if (!entry.HasSaidFullUrl) run.Report(entry.Holder, NoFullUrl());
            entry.HasSaidFullUrl = true;
        }

        if (target.Frame is null) CheckMissing(literal, reference, fullUrl, type, bundle, run);
        else if (target.Place == ReferencePlace.Bundled) CheckMatch(literal, reference, fullUrl, target, run);
    }

    private static void CheckMatch(Element literal, string reference, string? fullUrl, ReferenceTarget target, ValidationRun run)
    {
        if (target.Matches > 1) run.Report(literal, Ambiguous(reference, target.Matches));

        // Beside a URN the type in the reference decides nothing, so it may lie.
        if (ReferenceResolver.IsAbsolute(reference) || fullUrl?.StartsWith("urn:", StringComparison.Ordinal) != true) return;
        var named = reference[..reference.IndexOf('/', StringComparison.Ordinal)];
        if (named != target.Resource.TypeName) run.Report(literal, OtherType(named, target.Resource.TypeName));
    }

    private static void CheckMissing(Element literal, string reference, string? fullUrl, string? bundleType, ResourceFrame bundle, ValidationRun run)
    {
        if (reference.StartsWith("urn:", StringComparison.Ordinal)) run.Report(literal, NotInBundle(reference));
        if (ReferenceResolver.IsAbsolute(reference) || fullUrl is null) return;
        if (reference.Count('/') is not (1 or 3))
        {
            var isSearch = bundleType is "transaction" or "batch" && reference.Contains('?', StringComparison.Ordinal);
            if (!isSearch) run.Report(literal, NotRelative(reference));
            return;
        }

        var path = reference.IndexOf("/_history/", StringComparison.Ordinal) is > 0 and var history ? reference[..history] : reference;
        foreach (var candidate in bundle.Entries.WithTypeAndId(path))
            run.Report(literal, NearMiss(ReferenceResolver.TargetUrl(reference, fullUrl), bundle.Entries.All[candidate]["fullUrl"].Text));
    }

    private static Issue NoFullUrl() =>
        Issue.Error("required", "bundle-full-url", "An entry whose resource refers to others has a fullUrl.", "다른 리소스를 참조하는 항목에는 fullUrl이 있어야 합니다.") with { Expected = "fullUrl" };

    private static Issue Ambiguous(string reference, int matches) =>
        Issue.Error("business-rule", "reference-ambiguous", "More than one entry of the Bundle is meant.", "Bundle의 여러 항목이 이 참조에 해당합니다.") with { Expected = "one entry", Found = $"{matches}: {reference}" };

    private static Issue OtherType(string named, string found) =>
        Issue.Error("value", "reference-type", "The entry that the reference finds is of another type than it says.", "참조가 가리키는 항목의 유형이 참조와 다릅니다.") with { Expected = named, Found = found };

    private static Issue NotInBundle(string reference) =>
        Issue.Warning("not-found", "reference-bundle", "No entry of the Bundle has this fullUrl.", "이 fullUrl을 가진 항목이 Bundle에 없습니다.") with { Found = reference };

    private static Issue NotRelative(string reference) =>
        Issue.Error("value", "reference-format", "A relative reference is Type/id, with or without a version.", "상대 참조는 Type/id 형식이어야 합니다.") with { Expected = "Type/id or Type/id/_history/version", Found = reference };

    private static Issue NearMiss(string? expected, string? found) =>
        Issue.Warning("not-found", "reference-bundle", "An entry has this type and id, but its fullUrl is not what the reference means.", "유형과 id는 같지만 fullUrl이 참조와 맞지 않는 항목이 있습니다.") with { Expected = expected, Found = found };
}
