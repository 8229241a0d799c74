using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;
using CareExchange.Terminology.ValueSets;

namespace CareExchange.Validation.Instances;

/// <summary>What constraints may reach beside their focus: value sets, contained resources, entries of the Bundle around.</summary>
/// <param name="membership">Value sets.</param>
/// <param name="root">The outermost element that is validated.</param>
internal sealed class ResourceHost(ValueSetMembership membership, Element root) : IFhirPathHost
{
    // Built when the first expression resolves something: most validations never do, and a Bundle may have thousands of entries.
    private Dictionary<string, Element>? _byReference;

    /// <inheritdoc/>
    public Element Resolve(string reference) => (_byReference ??= ReadReferences()).GetValueOrDefault(reference);

    /// <inheritdoc/>
    public bool? MemberOf(PathItem item, string valueSet)
    {
        if (!item.IsElement) return membership.Contains(valueSet, null, item.Text);
        var element = item.Element;
        return element.TypeName switch
        {
            "CodeableConcept" => AnyCoding(element, valueSet),
            "Coding" or "Quantity" => OfCoding(element, valueSet),
            _ => element.Text is { } code ? membership.Contains(valueSet, null, code) : null,
        };
    }

    /// <inheritdoc/>
    public bool? ConformsTo(Element element, string profile) =>
        element.Document.Schema.FindType(profile) is { IsConstraint: false } type ? element.Type?.IsA(type.TypeName) : null;

    private bool? AnyCoding(Element concept, string valueSet)
    {
        bool? answer = false;
        foreach (var coding in concept.Children("coding")) answer |= OfCoding(coding, valueSet);
        return answer;
    }

    private bool? OfCoding(Element coding, string valueSet) =>
        coding["code"].Text is { } code ? membership.Contains(valueSet, coding["system"].Text, code) : null;

    private Dictionary<string, Element> ReadReferences()
    {
        var references = new Dictionary<string, Element>(StringComparer.Ordinal);
        foreach (var contained in root.Children("contained"))
            if (contained["id"].Text is { } id) references.TryAdd($"#{id}", contained);
        foreach (var entry in root.Children("entry"))
        {
            var resource = entry["resource"];
            if (!resource.Exists) continue;
            if (entry["fullUrl"].Text is { } url) references.TryAdd(url, resource);
            if (resource["id"].Text is { } id) references.TryAdd($"{resource.TypeName}/{id}", resource);
        }

        return references;
    }
}
