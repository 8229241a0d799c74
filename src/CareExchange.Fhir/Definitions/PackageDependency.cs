namespace CareExchange.Fhir.Definitions;

/// <summary>A package that another one builds on.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">The version asked for: exact (<c>4.0.1</c>), a range (<c>4.0.x</c>), or <c>latest</c>, <c>current</c>, <c>dev</c>.</param>
public sealed record PackageDependency(string Name, string Version);
