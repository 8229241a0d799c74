namespace CareExchange.Fhir.Json;

/// <summary>Where the lines of a long text begin, for those who ask for many positions in it.</summary>
internal sealed class LineStarts
{
    private readonly int _length;
    private readonly List<int> _starts = [0];

    /// <summary>Looks through a text once.</summary>
    public LineStarts(ReadOnlySpan<byte> text)
    {
        _length = text.Length;
        for (var at = text.IndexOf((byte)'\n'); at >= 0;)
        {
            _starts.Add(at + 1);
            var next = text[(at + 1)..].IndexOf((byte)'\n');
            at = next < 0 ? -1 : at + 1 + next;
        }
    }

    /// <summary>Where a byte offset stands, as <see cref="TextPosition.At"/> says it.</summary>
    public TextPosition At(int offset)
    {
        offset = Math.Clamp(offset, 0, _length);
        var line = _starts.BinarySearch(offset);
        if (line < 0) line = ~line - 1;
        return new(line + 1, offset - _starts[line] + 1);
    }
}
