using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Validation.Packages;

/// <summary>Packages that were loaded together.</summary>
/// <param name="Schema">What they define, over the schema that they were laid over.</param>
/// <param name="Packages">The packages in the order in which they were laid: each after those it builds on.</param>
/// <param name="Issues">
/// What was wrong: errors for what could not be loaded, warnings for what is missing (<c>package-dependency</c>) or does not fit.
/// </param>
public sealed record PackageSet(Schema Schema, IReadOnlyList<DefinitionPack> Packages, IReadOnlyList<Issue> Issues);
