namespace CareExchange.Storage.Jobs;

/// <summary>A piece of what a job makes. Pieces of one name stand in the order in which they were saved.</summary>
/// <param name="Name">Which file or result it belongs to; without personal data.</param>
/// <param name="Content">Kept encrypted; keep it to a megabyte or so, because a piece is held in memory as a whole.</param>
public sealed record JobPart(string Name, ReadOnlyMemory<byte> Content);
