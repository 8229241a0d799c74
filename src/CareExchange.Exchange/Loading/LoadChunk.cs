namespace CareExchange.Exchange.Loading;

/// <summary>Some texts of one source that are prepared by one thread.</summary>
/// <param name="Source">The source's place in the order.</param>
/// <param name="Texts">In their order.</param>
/// <param name="LastLine">The last line looked at, blank ones included.</param>
/// <param name="EndsSource">True where nothing of the source comes after.</param>
internal sealed record LoadChunk(int Source, IReadOnlyList<LoadText> Texts, long LastLine, bool EndsSource)
{
    /// <summary>Bytes of its texts.</summary>
    public long Length { get; } = Texts.Sum(text => (long)text.Bytes.Length);
}
