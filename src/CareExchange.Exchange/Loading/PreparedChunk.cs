namespace CareExchange.Exchange.Loading;

/// <summary>A chunk that is ready to be written, and the room that it takes until it is.</summary>
internal sealed record PreparedChunk(LoadChunk Chunk, LoadItem[] Items, IDisposable Room);
