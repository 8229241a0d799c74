using System.Collections.Frozen;

namespace CareExchange.Mapping.Sources.Hl7v2;

/// <summary>What the standard says of segments, data types and message structures; a partner's declaration may add to it.</summary>
/// <remarks>Immutable. The tables are text beside this file.</remarks>
internal sealed class Hl7v2Dictionary
{
    private readonly FrozenDictionary<string, Hl7v2Field[]> _segments;
    private readonly FrozenDictionary<string, Hl7v2Field[]> _types;
    private readonly FrozenDictionary<string, Hl7v2Structure> _structures;
    private readonly FrozenDictionary<string, string> _events;

    private Hl7v2Dictionary(Dictionary<string, Hl7v2Field[]> segments, Dictionary<string, Hl7v2Field[]> types, Dictionary<string, Hl7v2Structure> structures, Dictionary<string, string> events)
    {
        _segments = segments.ToFrozenDictionary(StringComparer.Ordinal);
        _types = types.ToFrozenDictionary(StringComparer.Ordinal);
        _structures = structures.ToFrozenDictionary(StringComparer.Ordinal);
        _events = events.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public static Hl7v2Dictionary Standard { get; } = Load();

    /// <summary>The message types and events that have a structure.</summary>
    public IEnumerable<string> Events => _events.Keys.Order(StringComparer.Ordinal);

    /// <summary>The fields of a segment; null where nothing is known of it.</summary>
    public Hl7v2Field[]? Segment(string id) => _segments.GetValueOrDefault(id);

    /// <summary>The components of a data type; null for a primitive.</summary>
    public Hl7v2Field[]? Components(string? type) => type is null ? null : _types.GetValueOrDefault(type);

    /// <summary>The structure of a message; null where there is none for this type and event.</summary>
    public Hl7v2Structure? Structure(string messageType, string? triggerEvent) =>
        _events.TryGetValue(string.IsNullOrEmpty(triggerEvent) ? messageType : $"{messageType}^{triggerEvent}", out var name) ? _structures[name]
        : messageType == "ACK" ? _structures["ACK"] : null;

    /// <summary>True where some event of this message type is known.</summary>
    public bool KnowsType(string messageType) => _events.Keys.Any(key => key == messageType || (key.StartsWith(messageType, StringComparison.Ordinal) && key[messageType.Length] == '^'));

    /// <summary>This dictionary with a partner's own segments and structures.</summary>
    /// <param name="segments">Segment id → its fields, as in <c>segments.txt</c>.</param>
    /// <param name="structures">Message type and event → its structure, as in <c>structures.txt</c>.</param>
    /// <exception cref="FormatException">A line cannot be read.</exception>
    public Hl7v2Dictionary With(IEnumerable<KeyValuePair<string, string>> segments, IEnumerable<KeyValuePair<string, string>> structures)
    {
        var own = new Hl7v2Dictionary(new(_segments), new(_types), new(_structures), new(_events));
        var (allSegments, allStructures, allEvents) = (new Dictionary<string, Hl7v2Field[]>(own._segments), new Dictionary<string, Hl7v2Structure>(own._structures), new Dictionary<string, string>(own._events));
        foreach (var (id, fields) in segments) allSegments[id] = Fields(fields);
        foreach (var (name, text) in structures)
        {
            allStructures[name] = Hl7v2Structure.Parse(name, text);
            allEvents[name] = name;
        }

        return new(allSegments, new(_types), allStructures, allEvents);
    }

    private static Hl7v2Dictionary Load()
    {
        var structures = new Dictionary<string, Hl7v2Structure>(StringComparer.Ordinal);
        var events = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, text) in Lines("structures.txt"))
        {
            if (name != "=")
            {
                structures[name] = Hl7v2Structure.Parse(name, text);
                continue;
            }

            var words = text.Split(' ');
            foreach (var trigger in words.AsSpan(1)) events[trigger] = words[0];
        }

        return new(Tables("segments.txt"), Tables("types.txt"), structures, events);
    }

    private static Dictionary<string, Hl7v2Field[]> Tables(string file) => Lines(file).ToDictionary(line => line.Name, line => Fields(line.Text), StringComparer.Ordinal);

    private static Hl7v2Field[] Fields(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((field, index) => Hl7v2Field.Parse(field, index + 1))];

    private static IEnumerable<(string Name, string Text)> Lines(string file)
    {
        using var stream = typeof(Hl7v2Dictionary).Assembly.GetManifestResourceStream($"hl7v2.{file}")!;
        using var reader = new StreamReader(stream);
        List<(string, string)> lines = [];
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#' && line.Split(' ', 2) is [var name, var text]) lines.Add((name, text));
        }

        return lines;
    }
}
