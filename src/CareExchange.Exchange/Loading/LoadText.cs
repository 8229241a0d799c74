namespace CareExchange.Exchange.Loading;

/// <summary>One line of a source, or a whole document.</summary>
/// <param name="Source">The source it is from.</param>
/// <param name="Line">1-based line number; 1 of a document.</param>
/// <param name="Bytes">Its bytes.</param>
internal readonly record struct LoadText(LoadSource Source, long Line, ReadOnlyMemory<byte> Bytes);
