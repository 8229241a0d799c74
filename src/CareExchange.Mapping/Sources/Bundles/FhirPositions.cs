using CareExchange.Fhir.Elements;

namespace CareExchange.Mapping.Sources.Bundles;

/// <summary>Offsets in the Bundle that was put together → the places in the texts that its parts were taken from.</summary>
internal sealed class FhirPositions : ISourcePositions
{
    private readonly List<(int Offset, FhirText Text, int From)> _parts = [];

    /// <summary>What follows at an offset was taken from a text, byte by byte. Offsets must rise.</summary>
    public void Add(int offset, FhirText text, int from) => _parts.Add((offset, text, from));

    public SourcePosition Find(int offset)
    {
        if (_parts.Count == 0 || offset < _parts[0].Offset) return new(1, 1, "");
        var (low, high) = (0, _parts.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_parts[middle].Offset <= offset) low = middle;
            else high = middle - 1;
        }

        var (start, text, from) = _parts[low];
        var at = Math.Min(from + offset - start, text.Document.Utf8.Length - 1);
        var position = text.Document.PositionAt(at);
        return new(position.Line + text.LinesBefore, position.Column, SourceMessage.Find(text.Document.Root, at).Path);
    }
}
