namespace CareExchange.Fhir.Definitions;

/// <summary>An extension with a primitive value on a definition or on one of its elements.</summary>
/// <param name="Url">Which extension.</param>
/// <param name="Value">Its value as text.</param>
public sealed record DefinitionExtension(string Url, string Value);
