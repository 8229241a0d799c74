namespace CareExchange.Fhir.FhirPath;

/// <summary>One step of a path that only goes down: a name, a type, or a criterion; exactly one of them is set.</summary>
/// <param name="Name">The children of this name; a path's first may be the type of the focus.</param>
/// <param name="TypeName">Only what is of this FHIR type, as <c>as</c> and <c>ofType</c> decide.</param>
/// <param name="Criterion">Only what meets this expression.</param>
public sealed record PathStep(string? Name, string? TypeName, FhirPathExpression? Criterion);
