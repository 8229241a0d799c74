using CareExchange.Fhir.Elements;

namespace CareExchange.Mapping.Sources.Bundles;

/// <summary>One text of a message: all of it, or one line of NDJSON.</summary>
/// <param name="Document">What it says.</param>
/// <param name="LinesBefore">How many lines stand above it.</param>
/// <param name="IsLine">True for NDJSON.</param>
internal sealed record FhirText(FhirDocument Document, int LinesBefore, bool IsLine);
