namespace CareExchange.Fhir.Json;

/// <summary>Where the values of a JSON text stood in the text it was made from.</summary>
/// <remarks>Offsets come in ascending order. Columns of that other text are counted in characters, because its encoding may be another one.</remarks>
internal sealed class SourceMap
{
    private readonly List<int> _offsets = [];
    private readonly List<TextPosition> _positions = [];

    /// <summary>Says where the value that begins at this byte of the JSON stood.</summary>
    public void Add(int offset, TextPosition position)
    {
        _offsets.Add(offset);
        _positions.Add(position);
    }

    /// <summary>Where the value at this byte, or the nearest one before it, stood; line 1, column 1 where there is none.</summary>
    public TextPosition Find(int offset)
    {
        var at = _offsets.BinarySearch(offset);
        if (at < 0) at = ~at - 1;
        return at < 0 ? new(1, 1) : _positions[at];
    }
}
