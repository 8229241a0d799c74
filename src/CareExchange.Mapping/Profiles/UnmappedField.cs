using CareExchange.Mapping.Sources;

namespace CareExchange.Mapping.Profiles;

/// <summary>A field that the partner filled and no rule read. The value itself is not repeated here.</summary>
/// <param name="Path">Where it stands in the tree that the map sees, <c>rows[0].phone</c>.</param>
/// <param name="Position">Where it stands in the message.</param>
public sealed record UnmappedField(string Path, SourcePosition Position);
