using System.Collections.Concurrent;

namespace CareExchange.Storage.Loading;

/// <summary>The arrays of one load, used again and again. Thread-safe.</summary>
/// <remarks>The shared pool keeps fewer than a load has in work, and would make the others anew, each a large object for the collector.</remarks>
public sealed class LoadBlocks
{
    /// <summary>How long each is.</summary>
    public const int Length = 256 * 1024;

    private readonly ConcurrentBag<byte[]> _free = [];

    /// <summary>An array of <see cref="Length"/> bytes, whatever stands in it.</summary>
    public byte[] Rent() => _free.TryTake(out var block) ? block : GC.AllocateUninitializedArray<byte>(Length);

    /// <summary>Gives an array back; one of another length is left to the collector.</summary>
    public void Return(byte[] block)
    {
        if (block.Length == Length) _free.Add(block);
    }
}
