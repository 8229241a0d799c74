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

    /// <inheritdoc/>
    public bool? Subsumes(PathItem general, PathItem specific)
    {
        bool? answer = false;
        foreach (var above in Codings(general))
            foreach (var below in Codings(specific))
            {
                var one = IsAbove(above, below);
                if (one == true) return true;
                if (one is null) answer = null;
            }

        return answer;
    }

    private static IEnumerable<Element> Codings(PathItem item) => item switch
    {
        { IsElement: true, Element.TypeName: "CodeableConcept" } => item.Element.Children("coding").ToArray(),
        { IsElement: true, Element.TypeName: "Coding" } => [item.Element],
        _ => [],
    };

    // Across systems nothing is known but that equal codes are not meant to be compared.
    private bool? IsAbove(Element above, Element below)
    {
        if (above["system"].Text is not { } system || above["code"].Text is not { } general || below["code"].Text is not { } specific) return null;
        if (below["system"].Text != system) return null;
        if (general == specific) return true;
        return run.Membership.Systems.Find(system) is { } found && found.IndexOf(general) is >= 0 and var a && found.IndexOf(specific) is >= 0 and var b
            ? found.IsA(b, a)
            : null;
    }

    private bool? AnyCoding(Element concept, string valueSet)
    {
        bool? answer = false;
        foreach (var coding in concept.Children("coding")) answer |= OfCoding(coding, valueSet);
        return answer;
    }

    private bool? OfCoding(Element coding, string valueSet) =>
        coding["code"].Text is { } code ? run.Membership.Contains(valueSet, coding["system"].Text, code) : null;
}
