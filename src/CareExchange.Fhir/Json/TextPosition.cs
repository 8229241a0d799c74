namespace CareExchange.Fhir.Json;

/// <summary>A place in a text: 1-based line, and 1-based column counted in bytes.</summary>
/// <param name="Line">The line; lines end with LF.</param>
/// <param name="Column">The column.</param>
public readonly record struct TextPosition(int Line, int Column)
{
    /// <summary>Where a byte offset stands.</summary>
    public static TextPosition At(ReadOnlySpan<byte> text, int offset)
    {
        var before = text[..Math.Clamp(offset, 0, text.Length)];
        var line = before.Count((byte)'\n') + 1;
        return new(line, before.Length - before.LastIndexOf((byte)'\n'));
    }
}
