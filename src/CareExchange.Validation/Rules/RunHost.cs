using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;

namespace CareExchange.Validation.Rules;

/// <summary>What constraints may reach beside their focus: value sets, contained and bundled resources, profiles.</summary>
internal sealed class RunHost(ValidationRun run) : IFhirPathHost
{
    /// <inheritdoc/>
    public Element Resolve(string reference) => run.Find(reference);

    /// <inheritdoc/>
    public bool? MemberOf(PathItem item, string valueSet)
    {
        if (!item.IsElement) return run.Membership.Contains(valueSet, null, item.Text);
        var element = item.Element;
        return element.TypeName switch
        {
            "CodeableConcept" => AnyCoding(element, valueSet),
            "Coding" or "Quantity" => OfCoding(element, valueSet),
            _ => element.Text is { } code ? run.Membership.Contains(valueSet, null, code) : null,
        };
    }

    /// <inheritdoc/>
    public bool? ConformsTo(Element element, string profile) =>
        run.Rules.FindProfile(profile) is { } rules ? run.Meets(element, rules) : null;

    private bool? AnyCoding(Element concept, string valueSet)
    {
        bool? answer = false;
        foreach (var coding in concept.Children("coding")) answer |= OfCoding(coding, valueSet);
        return answer;
    }

    private bool? OfCoding(Element coding, string valueSet) =>
        coding["code"].Text is { } code ? run.Membership.Contains(valueSet, coding["system"].Text, code) : null;
}
