namespace CareExchange.Storage.Database.Sqlite;

/// <summary>Where the next rows begin.</summary>
/// <param name="LastRow">The highest row number of a resource.</param>
/// <param name="Tail">The last entry of the audit chain, by its place and hash.</param>
internal sealed record AheadNumbers(long LastRow, (long Sequence, string Hash) Tail);
