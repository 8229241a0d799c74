using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;
using CareExchange.Terminology.ValueSets;

namespace CareExchange.Mapping.Maps;

/// <summary>What expressions of a map may reach: the value sets of the schema. A message has no other resources beside it.</summary>
internal sealed class MapHost(Schema schema) : IFhirPathHost
{
    // Compiled when the first expression asks: most maps never do.
    private readonly Lazy<ValueSetMembership> _membership = new(() => new(schema));

    /// <inheritdoc/>
    public Element Resolve(string reference) => default;

    /// <inheritdoc/>
    public bool? MemberOf(PathItem item, string valueSet)
    {
        if (!item.IsElement) return Contains(valueSet, null, item.Text);
        var element = item.Element;
        if (element.IsPrimitive) return Contains(valueSet, null, element.Text);
        if (element.TypeName != "CodeableConcept") return Contains(valueSet, element["system"].Text, element["code"].Text);
        bool? answer = false;
        foreach (var coding in element.Children("coding")) answer |= Contains(valueSet, coding["system"].Text, coding["code"].Text);
        return answer;
    }

    /// <inheritdoc/>
    public bool? ConformsTo(Element element, string profile) => null;

    private bool? Contains(string valueSet, string? system, string? code) => code is null ? null : _membership.Value.Contains(valueSet, system, code);
}
