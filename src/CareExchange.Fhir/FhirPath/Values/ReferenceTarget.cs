namespace CareExchange.Fhir.FhirPath.Values;

/// <summary>A resource of which only the reference is at hand: it has a type, and no content.</summary>
/// <remarks>It lets <c>subject.where(resolve() is Patient)</c> answer from the reference text alone, as search parameters expect.</remarks>
/// <param name="TypeName">The resource type that the reference names.</param>
/// <param name="Reference">The reference as written.</param>
public sealed record ReferenceTarget(string TypeName, string Reference);
