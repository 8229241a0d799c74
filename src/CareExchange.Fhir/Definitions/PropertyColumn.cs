namespace CareExchange.Fhir.Definitions;

/// <summary>The property values of a concept table: per concept a run of (name, value), both numbers of shared strings.</summary>
internal sealed class PropertyColumn
{
    private readonly int[] _starts;
    private readonly (ushort Name, int Value)[] _entries;
    private readonly string[] _names;
    private readonly string[] _values;

    private PropertyColumn(int[] starts, (ushort, int)[] entries, string[] names, string[] values) =>
        (_starts, _entries, _names, _values) = (starts, entries, names, values);

    /// <summary>What the column holds in memory, in bytes.</summary>
    public long ByteCount => (_starts.Length * 4L) + (_entries.Length * 8L) + _values.Sum(value => 22L + (2 * value.Length));

    public (string Code, string Value)[] Of(int concept)
    {
        if (_starts.Length == 0 || _starts[concept] == _starts[concept + 1]) return [];
        return [.. _entries.AsSpan(_starts[concept].._starts[concept + 1]).ToArray().Select(entry => (_names[entry.Name], _values[entry.Value]))];
    }

    public string? First(int concept, string name)
    {
        if (_starts.Length == 0) return null;
        foreach (var entry in _entries.AsSpan(_starts[concept].._starts[concept + 1]))
            if (_names[entry.Name] == name) return _values[entry.Value];
        return null;
    }

    internal sealed class Builder
    {
        private readonly List<int> _starts = [0];
        private readonly List<(ushort, int)> _entries = [];
        private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int> _values = new(StringComparer.Ordinal);

        public void Add(IReadOnlyList<(string Code, string Value)> properties)
        {
            foreach (var (code, value) in properties)
            {
                // More names than a number can tell apart are no vocabulary any more.
                if (_names.Count > ushort.MaxValue) break;
                _entries.Add(((ushort)Number(_names, code), Number(_values, value)));
            }

            _starts.Add(_entries.Count);
        }

        public PropertyColumn Build() => new(_entries.Count == 0 ? [] : [.. _starts], [.. _entries], [.. _names.Keys], [.. _values.Keys]);

        // Dictionaries that only grow keep the order in which keys came.
        private static int Number(Dictionary<string, int> known, string text)
        {
            if (!known.TryGetValue(text, out var number)) known.Add(text, number = known.Count);
            return number;
        }
    }
}
