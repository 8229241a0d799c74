namespace CareExchange.Storage.Database;

/// <summary>A time in which nothing was committed: what was read in it is what would be read again.</summary>
/// <param name="Number">Rises with every commit that was noticed.</param>
/// <param name="Since">When it was noticed, a timestamp.</param>
internal readonly record struct DatabaseEpoch(long Number, long Since);
