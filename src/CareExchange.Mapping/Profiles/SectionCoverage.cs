using CareExchange.Mapping.Sources;

namespace CareExchange.Mapping.Profiles;

/// <summary>What became of one section of a document.</summary>
/// <param name="Code">Its code; null where it has none.</param>
/// <param name="Title">Its title as written; null where it has none.</param>
/// <param name="Position">Where it stands in the document.</param>
/// <param name="IsNarrativeKept">True where its text was read; false where it has none or no rule reads it.</param>
/// <param name="Entries">Machine-readable entries that it has.</param>
/// <param name="MappedEntries">Those of which a rule read something; the others are kept as narrative and original only.</param>
public sealed record SectionCoverage(string? Code, string? Title, SourcePosition Position, bool IsNarrativeKept, int Entries, int MappedEntries);
