namespace CareExchange.Fhir.Definitions;

/// <summary>One JSON file of a package.</summary>
/// <param name="Name">Its name, for messages.</param>
/// <param name="Json">Its bytes.</param>
public readonly record struct PackageFile(string Name, ReadOnlyMemory<byte> Json);
