using CareExchange.Fhir.Elements;

namespace CareExchange.Fhir.FhirPath;

/// <summary>The one seam through which an expression reaches outside its document. Implementations are synchronous and thread-safe.</summary>
public interface IFhirPathHost
{
    /// <summary>The resource behind a literal reference or canonical; the absent element where it is not to be had.</summary>
    Element Resolve(string reference);

    /// <summary>Whether a code, Coding or CodeableConcept is in a value set; null where that cannot be decided.</summary>
    bool? MemberOf(PathItem item, string valueSet);

    /// <summary>Whether an element conforms to a profile; null where the profile is not known.</summary>
    bool? ConformsTo(Element element, string profile);
}
