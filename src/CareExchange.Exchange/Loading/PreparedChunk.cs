using CareExchange.Storage.Loading;

namespace CareExchange.Exchange.Loading;

/// <summary>A chunk that is ready to be written. It takes room until it is disposed, which ends the use of everything that it holds.</summary>
internal sealed record PreparedChunk(LoadChunk Chunk, LoadItem[] Items, LoadArena Arena, IDisposable Room) : IDisposable
{
    public void Dispose()
    {
        Chunk.Dispose();
        Arena.Dispose();
        Room.Dispose();
    }
}
