using CareExchange.Storage.Loading;

namespace CareExchange.Exchange.Loading;

/// <summary>Some texts of one source that are prepared by one thread. Disposing gives back the array in which they stand.</summary>
/// <param name="Source">The source's place in the order.</param>
/// <param name="Texts">In their order.</param>
/// <param name="LastLine">The last line looked at, blank ones included.</param>
/// <param name="EndsSource">True where nothing of the source comes after.</param>
/// <param name="Buffer">The array.</param>
/// <param name="Blocks">Where it is from.</param>
internal sealed record LoadChunk(int Source, IReadOnlyList<LoadText> Texts, long LastLine, bool EndsSource, byte[] Buffer, LoadBlocks Blocks) : IDisposable
{
    /// <summary>Bytes of its texts.</summary>
    public long Length { get; } = Texts.Sum(text => (long)text.Bytes.Length);

    public void Dispose() => Blocks.Return(Buffer);
}
