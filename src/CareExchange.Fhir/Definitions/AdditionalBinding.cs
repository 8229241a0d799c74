namespace CareExchange.Fhir.Definitions;

/// <summary>A binding beside an element's own one.</summary>
/// <param name="Purpose">A code of http://hl7.org/fhir/additional-binding-purpose, such as <c>required</c>, <c>maximum</c> or <c>candidate</c>.</param>
/// <param name="ValueSet">Canonical of the value set.</param>
/// <param name="IsAny">True where one of several codings is enough.</param>
/// <param name="HasUsage">True where it holds only in a context of use that the definition names.</param>
public sealed record AdditionalBinding(string Purpose, string ValueSet, bool IsAny, bool HasUsage);
