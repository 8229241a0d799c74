using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;

namespace CareExchange.Mapping.Maps;

/// <summary><c>resolve()</c> inside a message: entries of a Bundle by fullUrl or <c>Type/id</c>, contained resources by <c>#id</c>.</summary>
internal sealed class MessageHost(IFhirPathHost schema, Element root) : IFhirPathHost
{
    private Dictionary<string, Element>? _resources;

    /// <inheritdoc/>
    public Element Resolve(string reference) => (_resources ??= Collect()).GetValueOrDefault(reference);

    /// <inheritdoc/>
    public bool? MemberOf(PathItem item, string valueSet) => schema.MemberOf(item, valueSet);

    /// <inheritdoc/>
    public bool? ConformsTo(Element element, string profile) => schema.ConformsTo(element, profile);

    private Dictionary<string, Element> Collect()
    {
        var found = new Dictionary<string, Element>(StringComparer.Ordinal);
        AddContained(found, root);
        foreach (var entry in root.Children("entry"))
        {
            var resource = entry["resource"];
            if (!resource.Exists) continue;
            if (entry["fullUrl"].Text is { } url) found.TryAdd(url, resource);
            if (resource["id"].Text is { } id) found.TryAdd($"{resource.TypeName}/{id}", resource);
            AddContained(found, resource);
        }

        return found;
    }

    private static void AddContained(Dictionary<string, Element> found, Element resource)
    {
        foreach (var contained in resource.Children("contained"))
        {
            if (contained["id"].Text is { } id) found.TryAdd($"#{id}", contained);
        }
    }
}
