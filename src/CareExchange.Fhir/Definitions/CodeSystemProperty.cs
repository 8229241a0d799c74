namespace CareExchange.Fhir.Definitions;

/// <summary>A property that the concepts of a code system may carry.</summary>
/// <param name="Code">Its name within the system.</param>
/// <param name="Uri">What it means across systems, or null.</param>
/// <param name="Type"><c>code</c>, <c>Coding</c>, <c>string</c>, <c>integer</c>, <c>boolean</c>, <c>dateTime</c> or <c>decimal</c>.</param>
public sealed record CodeSystemProperty(string Code, string? Uri, string Type);
