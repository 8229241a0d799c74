namespace CareExchange.Cli.Conform;

/// <summary>One transformation that a suite asks for.</summary>
/// <param name="Name">What the suite calls it.</param>
/// <param name="Source">The input.</param>
/// <param name="Map">A map's text, or a StructureMap.</param>
/// <param name="Output">What must come out; an OperationOutcome where the map must refuse the input.</param>
/// <param name="Missing">Why it cannot be run; null where it can.</param>
internal sealed record MappingCase(string Name, FileInfo? Source, FileInfo? Map, FileInfo? Output, string? Missing);

/// <summary>Cases that share the definitions and maps of one folder.</summary>
internal sealed record MappingGroup(DirectoryInfo Folder, IReadOnlyList<MappingCase> Cases);
