namespace CareExchange.Storage.Loading;

/// <summary>Bytes of many prepared resources, in a few large arrays that are used again: what waits to be written is nothing that the collector copies from one generation to the next.</summary>
/// <remarks>Used by one thread at a time. When it is disposed, nothing that was prepared with it may be used any more.</remarks>
public sealed class LoadArena(LoadBlocks pool) : IDisposable
{
    private readonly List<byte[]> _blocks = [];
    private int _used = LoadBlocks.Length;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var block in _blocks) pool.Return(block);
        _blocks.Clear();
        _used = LoadBlocks.Length;
    }

    /// <summary>A copy of these bytes.</summary>
    internal ArraySegment<byte> Keep(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > LoadBlocks.Length) return bytes.ToArray();
        if (bytes.Length > LoadBlocks.Length - _used)
        {
            _blocks.Add(pool.Rent());
            _used = 0;
        }

        var kept = new ArraySegment<byte>(_blocks[^1], _used, bytes.Length);
        bytes.CopyTo(kept);
        _used += bytes.Length;
        return kept;
    }
}
