using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Profiles;

namespace CareExchange.Exchange.Intake;

/// <summary>A mapped message whose resources may be stored.</summary>
/// <param name="Result">What the map made, of a table without the rows that were left out.</param>
/// <param name="Entries">The resources to store.</param>
/// <param name="LeftOut">How many entries were left out, because they or what they depend on are wrong.</param>
/// <param name="Issues">What is wrong with those, as warnings at the field of the message that they came from.</param>
internal sealed record CheckedMessage(MappingResult Result, List<MappedEntry> Entries, int LeftOut, IReadOnlyList<Issue> Issues);
