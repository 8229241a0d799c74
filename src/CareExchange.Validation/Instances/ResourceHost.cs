using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;
using CareExchange.Terminology.ValueSets;

namespace CareExchange.Validation.Rules;

/// <summary>What constraints may reach beside their focus: value sets, contained resources, entries of the Bundle around.</summary>
/// <param name="membership">Value sets.</param>
/// <param name="root">The outermost element that is validated.</param>
internal sealed class ResourceHost(ValueSetMembership membership, Element root) : IFhirPathHost
{
    /// <inheritdoc/>
    public Element Resolve(string reference)
    {
        if (reference.StartsWith('#'))
        {
            foreach (var contained in root.Children("contained"))
                if (contained["id"].Text == reference[1..]) return contained;
            return default;
        }

        foreach (var entry in root.Children("entry"))
        {
            var url = entry["fullUrl"].Text;
            var resource = entry["resource"];
            if (url == reference || (resource.Exists && reference == $"{resource.TypeName}/{resource["id"].Text}")) return resource;
        }

        return default;
    }

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
}
