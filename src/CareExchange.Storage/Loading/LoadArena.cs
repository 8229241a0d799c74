namespace CareExchange.Storage.Loading;

/// <summary>Bytes of many prepared resources, in a few large arrays that are used again: what waits to be written is nothing that the collector copies from one generation to the next.</summary>
/// <remarks>Used by one thread at a time. When it is disposed, nothing that was prepared with it may be used any more.</remarks>
public sealed class LoadArena : IDisposable
{
    private readonly LoadBlocks _pool;
    private readonly List<byte[]> _blocks = [];
    private int _used = LoadBlocks.Length;

    /// <summary>An arena without arrays yet.</summary>
    public LoadArena(LoadBlocks pool) => (_pool, Room) = (pool, Take);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var block in _blocks) _pool.Return(block);
        _blocks.Clear();
        _used = LoadBlocks.Length;
    }

    /// <summary>Gives room for so many bytes, whatever stands in it.</summary>
    internal Func<int, ArraySegment<byte>> Room { get; }

    private ArraySegment<byte> Take(int length)
    {
        if (length > LoadBlocks.Length) return new byte[length];
        if (length > LoadBlocks.Length - _used)
        {
            _blocks.Add(_pool.Rent());
            _used = 0;
        }

        var room = new ArraySegment<byte>(_blocks[^1], _used, length);
        _used += length;
        return room;
    }
}
