using CareExchange.Fhir.Elements;

namespace CareExchange.Validation.Rules;

/// <summary>Reference → target, by the rules of R4 references.html#contained and bundle.html#references.</summary>
internal static class ReferenceResolver
{
    private const string History = "/_history/";

    /// <summary>Looks in the resource, in the Bundles and Parameters around it, then in what the caller has at hand.</summary>
    public static ReferenceTarget Resolve(string reference, ResourceFrame frame, IResourceSource? source)
    {
        if (reference.StartsWith('#')) return Contained(reference, frame);
        for (var inner = frame; inner.Outer is { } outer; inner = outer)
        {
            if (inner.IsEntry && InBundle(reference, inner, outer) is { } entry) return entry;
            if (outer.Resource.TypeName == "Parameters" && InParameters(reference, outer) is { Exists: true } parameter)
                return new(ReferencePlace.Bundled, new(parameter["resource"], outer, parameter, isContained: false));
        }

        // A reference of the Bundle itself, such as its signature's, has no fullUrl to start from.
        if (frame.Resource.TypeName == "Bundle" && frame.Entries.WithUrl(reference) is [var own, ..] && frame.Entries.Resources[own] is { Exists: true } target)
            return new(ReferencePlace.Bundled, new(target, frame, frame.Entries.All[own], isContained: false));
        return source?.Find(reference) is { Exists: true } found
            ? new(ReferencePlace.Remote, new(found, null, default, isContained: false))
            : new(ReferencePlace.Remote, null);
    }

    /// <summary>What a relative reference means beside an entry's fullUrl: the same base for REST URLs, the same scheme for URNs; an absolute one as it is, without version.</summary>
    /// <returns>Null where that cannot be said.</returns>
    public static string? TargetUrl(string reference, string? fullUrl)
    {
        var path = reference.IndexOf(History, StringComparison.Ordinal) is > 0 and var history ? reference[..history] : reference;
        if (IsAbsolute(path)) return path;
        if (fullUrl is null || path.Count('/') != 1) return null;
        if (fullUrl.StartsWith("urn:", StringComparison.Ordinal))
            return string.Concat(fullUrl.AsSpan(0, fullUrl.LastIndexOf(':') + 1), path.AsSpan(path.IndexOf('/', StringComparison.Ordinal) + 1));
        var id = fullUrl.LastIndexOf('/');
        var type = id > 0 ? fullUrl.LastIndexOf('/', id - 1) : -1;
        return type < 0 ? null : string.Concat(fullUrl.AsSpan(0, type + 1), path);
    }

    /// <summary>True for a URL or URN with its scheme.</summary>
    public static bool IsAbsolute(string reference) =>
        reference.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && !reference.AsSpan(0, colon).ContainsAny('/', '#', '?');

    private static ReferenceTarget Contained(string reference, ResourceFrame frame)
    {
        var root = frame.Root;
        if (reference.Length == 1) return new(ReferencePlace.Contained, root);
        return root.FindContained(reference.AsSpan(1)) is { Exists: true } found
            ? new(ReferencePlace.Contained, new(found, root, root.Resource, isContained: true))
            : new(ReferencePlace.Contained, null);
    }

    private static ReferenceTarget? InBundle(string reference, ResourceFrame entry, ResourceFrame bundle)
    {
        if (TargetUrl(reference, entry.FullUrl) is not { } url) return null;
        var history = reference.IndexOf(History, StringComparison.Ordinal);
        var version = history > 0 ? reference[(history + History.Length)..] : null;
        Element match = default;
        var matches = 0;
        foreach (var candidate in bundle.Entries.WithUrl(url))
        {
            var resource = bundle.Entries.Resources[candidate];
            if (!resource.Exists || (version is not null && resource["meta"]["versionId"].Text != version)) continue;
            if (matches++ == 0) match = bundle.Entries.All[candidate];
        }

        return matches == 0 ? null : new(ReferencePlace.Bundled, new(match["resource"], bundle, match, isContained: false), matches);
    }

    private static Element InParameters(string reference, ResourceFrame parameters) => reference.Contains('/', StringComparison.Ordinal)
        ? InParts(reference, parameters.Resource, "parameter", 0)
        : default;

    private static Element InParts(string reference, Element parent, string name, int depth)
    {
        foreach (var part in parent.Children(name))
        {
            if (part["resource"] is { Exists: true } resource && resource["id"].Text is { } id && reference == $"{resource.TypeName}/{id}") return part;
            if (depth < 16 && InParts(reference, part, "part", depth + 1) is { Exists: true } inner) return inner;
        }

        return default;
    }
}
