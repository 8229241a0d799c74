using CareExchange.Fhir.Elements;

namespace CareExchange.Validation.Rules;

/// <summary>Finds instances that the document under validation does not hold: targets of references, questionnaires, measures.</summary>
/// <remarks>Implementations are synchronous and answer the same every time. Callers who have nothing at hand pass no source at all.</remarks>
public interface IResourceSource
{
    /// <summary>The resource behind a reference, or the absent element where it is not to be had.</summary>
    /// <param name="reference">A canonical (with or without <c>|version</c>), an absolute URL, or a relative reference such as <c>Patient/1</c>.</param>
    Element Find(string reference);
}
