using CareExchange.Fhir.Definitions;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Narratives;

/// <summary>What a profile asks of a narrative by extensions on its definition: narrative-language-control and narrative-source-control.</summary>
internal static class NarrativeControl
{
    private const string Languages = "http://hl7.org/fhir/StructureDefinition/narrative-language-control";
    private const string Sources = "http://hl7.org/fhir/StructureDefinition/narrative-source-control";

    /// <summary>The rules of an element's definition; empty for nearly all.</summary>
    public static IEnumerable<Rule> Build(ElementDefinition definition)
    {
        foreach (var extension in definition.Extensions)
        {
            if (extension.Value is not { } value) continue;
            if (extension.Url == Languages) yield return new NarrativeSectionsRule(value);
            if (extension.Url == Sources) yield return new NarrativeSourceRule(value);
        }
    }
}
