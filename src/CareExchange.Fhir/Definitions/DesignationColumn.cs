using System.Buffers;
using System.Text;

namespace CareExchange.Fhir.Definitions;

/// <summary>The designations of a concept table: per concept a run of (language, use, text); the texts stand in one UTF-8 buffer.</summary>
internal sealed class DesignationColumn
{
    private readonly int[] _starts;
    private readonly (ushort Language, ushort Use, int End)[] _entries;
    private readonly string[] _words;
    private readonly byte[] _text;

    private DesignationColumn(int[] starts, (ushort, ushort, int)[] entries, string[] words, byte[] text) =>
        (_starts, _entries, _words, _text) = (starts, entries, words, text);

    /// <summary>What the column holds in memory, in bytes.</summary>
    public long ByteCount => (_starts.Length * 4L) + (_entries.Length * 8L) + _text.Length;

    public ConceptDesignation[] Of(int concept)
    {
        if (_starts.Length == 0 || _starts[concept] == _starts[concept + 1]) return [];
        var designations = new ConceptDesignation[_starts[concept + 1] - _starts[concept]];
        for (var i = 0; i < designations.Length; i++)
        {
            var at = _starts[concept] + i;
            var (language, use, end) = _entries[at];
            var start = at == 0 ? 0 : _entries[at - 1].End;
            designations[i] = new(Word(language), Word(use), Encoding.UTF8.GetString(_text, start, end - start));
        }

        return designations;
    }

    private string? Word(int number) => _words[number] is { Length: > 0 } word ? word : null;

    internal sealed class Builder
    {
        private readonly List<int> _starts = [0];
        private readonly List<(ushort, ushort, int)> _entries = [];
        private readonly Dictionary<string, ushort> _words = new(StringComparer.Ordinal);
        private readonly ArrayBufferWriter<byte> _text = new();

        public void Add(IReadOnlyList<ConceptDesignation> designations)
        {
            foreach (var designation in designations)
            {
                if (_words.Count >= ushort.MaxValue) break;
                Encoding.UTF8.GetBytes(designation.Value, _text);
                _entries.Add((Number(designation.Language), Number(designation.Use), _text.WrittenCount));
            }

            _starts.Add(_entries.Count);
        }

        public DesignationColumn Build() =>
            new(_entries.Count == 0 ? [] : [.. _starts], [.. _entries], [.. _words.Keys], _text.WrittenSpan.ToArray());

        private ushort Number(string? word)
        {
            if (!_words.TryGetValue(word ?? "", out var number)) _words.Add(word ?? "", number = (ushort)_words.Count);
            return number;
        }
    }
}
