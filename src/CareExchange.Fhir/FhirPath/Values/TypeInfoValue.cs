namespace CareExchange.Fhir.FhirPath.Values;

/// <summary>What <c>type()</c> answers: FHIRPath N1, section 10.</summary>
/// <param name="Namespace"><c>System</c> or <c>FHIR</c>.</param>
/// <param name="Name">The name in that namespace.</param>
public sealed record TypeInfoValue(string Namespace, string Name);
