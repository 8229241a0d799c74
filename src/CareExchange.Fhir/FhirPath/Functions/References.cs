using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath.Values;

namespace CareExchange.Fhir.FhirPath.Functions;

/// <summary><c>resolve()</c> (R4 fhirpath.html#functions): contained resource, then Bundle entry, then host, then the type alone.</summary>
internal static class References
{
    public static readonly Function[] Functions = [new("resolve", 0, 0, Resolve)];

    /// <summary>Whether <c>$this</c> refers to a type, where the letters of its reference alone decide; null where it has to be resolved.</summary>
    public static bool? IsOfType(in Scope scope, string typeName)
    {
        if (!scope.This.IsElement || scope.Run.Context.Host is not null) return null;
        var element = scope.This.Element;
        if (element.IsPrimitive || element.Document.Root.TypeName == "Bundle") return null;

        // [base/]Type/id, without escapes, fragment or version.
        if (element["reference"].Raw is not [(byte)'"', >= (byte)'A' and <= (byte)'z', .., (byte)'"'] raw || raw.ContainsAny("\\#?"u8)) return null;
        var path = raw[1..^1];
        if (path.IndexOf("/_history/"u8) >= 0) return null;
        var slash = path.LastIndexOf((byte)'/');
        if (slash <= 0) return null;
        var name = KnownNames.Of(path[(path[..slash].LastIndexOf((byte)'/') + 1)..slash]);
        if (element.Document.Schema.FindType(name) is not { Kind: TypeKind.Resource, IsConstraint: false } found || found.Name != name) return null;
        if (name == typeName) return true;
        return Schema.R4.FindType(typeName) is null ? null : Schema.R4.FindType(name)?.IsA(typeName) == true;
    }

    private static void Resolve(in Scope scope, Items input, Call call, Items output)
    {
        foreach (ref readonly var item in input.Span)
        {
            if (!scope.Run.Spend(call.Offset)) return;
            if (ReferenceOf(item) is not { Length: > 0 } reference) continue;
            var target = Find(scope, item, reference);
            if (target.Exists) output.Add(new PathItem(target));
            else if (reference[0] != '#' && TypeOf(item, reference) is { } type) output.Add(PathItem.OfValue(new ReferenceTarget(type, reference)));
        }
    }

    private static string? ReferenceOf(in PathItem item) => item.IsElement && !item.Element.IsPrimitive
        ? item.Element["reference"].Text
        : item.Value as string;

    private static Element Find(in Scope scope, in PathItem item, string reference)
    {
        var root = item.IsElement ? item.Element.Document.Root : scope.Run.Focus.IsElement ? scope.Run.Focus.Element.Document.Root : default;
        if (reference[0] == '#') return FindContained(scope, item, reference);

        // A host that has read the Bundle finds an entry at once; looking through all of them is for those without one.
        if (scope.Run.Context.Host?.Resolve(reference) is { Exists: true } known) return known;
        return root.TypeName == "Bundle" ? FindEntry(root, reference) : default;
    }

    private static Element FindContained(in Scope scope, in PathItem item, string reference)
    {
        var container = scope.Run.Context.RootResource;
        if (!container.Exists) container = item.IsElement ? EnclosingResource.Of(item.Element, false) : Variables.RootResource(scope);
        if (reference.Length == 1) return container;
        foreach (var contained in container.Children("contained"))
        {
            if (contained["id"].Text is { } id && reference.AsSpan(1).SequenceEqual(id)) return contained;
        }

        return default;
    }

    // R4 bundle.html#references: fullUrl decides; a relative reference ends some entry's fullUrl.
    private static Element FindEntry(Element bundle, string reference)
    {
        var isAbsolute = reference.Contains(':', StringComparison.Ordinal);
        foreach (var entry in bundle.Children("entry"))
        {
            var resource = entry["resource"];
            if (!resource.Exists) continue;
            var fullUrl = entry["fullUrl"].Text;
            if (fullUrl == reference) return resource;
            if (!isAbsolute && fullUrl is not null && fullUrl.EndsWith(reference, StringComparison.Ordinal)
                && fullUrl.Length > reference.Length && fullUrl[^(reference.Length + 1)] == '/') return resource;
            if (!isAbsolute && fullUrl is null && reference == $"{resource.TypeName}/{resource["id"].Text}") return resource;
        }

        return default;
    }

    /// <summary>The resource type that a reference names, or that its Reference.type states; null where neither does.</summary>
    private static string? TypeOf(in PathItem item, string reference)
    {
        var schema = item.IsElement ? item.Element.Document.Schema : Schema.R4;
        var path = reference.AsSpan();
        if (path.IndexOf("/_history/") is >= 0 and var history) path = path[..history];
        var slash = path.LastIndexOf('/');
        if (slash > 0)
        {
            var before = path[..slash];
            var type = before[(before.LastIndexOf('/') + 1)..].ToString();
            if (schema.FindType(type) is { Kind: TypeKind.Resource, IsConstraint: false } found && found.Name == type) return type;
        }

        return item.IsElement ? item.Element["type"].Text : null;
    }
}
