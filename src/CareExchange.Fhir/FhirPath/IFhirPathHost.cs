using CareExchange.Fhir.Elements;

namespace CareExchange.Fhir.FhirPath;

/// <summary>The one seam through which an expression reaches outside its document. Implementations are synchronous and thread-safe.</summary>
public interface IFhirPathHost
{
    /// <summary>The resource behind a literal reference or canonical that the document itself does not hold; the absent element where it is not to be had.</summary>
    /// <remarks>What cannot be had still has the type that its reference names: <c>resolve() is Patient</c> holds for <c>Patient/1</c>.</remarks>
    Element Resolve(string reference);

    /// <summary>Whether a code, Coding or CodeableConcept is in a value set; null where that cannot be decided, which <c>memberOf()</c> answers with nothing.</summary>
    bool? MemberOf(PathItem item, string valueSet);

    /// <summary>Whether an element conforms to a profile; null where the profile is not known. Base types are decided without a host.</summary>
    bool? ConformsTo(Element element, string profile);

    /// <summary>Whether the first code, Coding or CodeableConcept is the second or stands above it; null where that cannot be decided, which <c>subsumes()</c> answers with nothing.</summary>
    bool? Subsumes(PathItem general, PathItem specific) => null;

    /// <summary>The ElementDefinition behind an element, as an element of a StructureDefinition; absent where that resource is not to be had.</summary>
    Element ElementDefinition(Element element) => default;

    /// <summary>Whether an element is in a slice of a profile; null where the profile or its slice is not known.</summary>
    /// <param name="element">The element.</param>
    /// <param name="structure">Canonical of the profile.</param>
    /// <param name="name">The slice's name.</param>
    bool? IsInSlice(Element element, string structure, string name) => null;
}
