using System.Text;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Mapping.Sources.Hl7v2;

/// <summary>Text → segments with named fields.</summary>
/// <remarks>
/// Empty parts are absent. A part that is <c>""</c>, which means "delete what you have", is named in <c>nullified</c> of the segment or value it belongs to.
/// What goes beyond a field's type stands beside it as <c>…Extra</c>, so that it is reported and not lost.
/// </remarks>
internal sealed class Hl7v2FieldReader(Hl7v2Dictionary dictionary, Hl7v2Delimiters delimiters, Encoding encoding, string utcOffset, List<Issue> issues)
{
    private const string Null = "\"\"";

    /// <summary>More than any real message has, and few enough to answer.</summary>
    private const int MaxIssues = 100;

    private readonly Dictionary<string, int> _occurrences = new(StringComparer.Ordinal);

    /// <summary>The segments in order; their line is their number in the message.</summary>
    public List<SourceNode> Segments(string text)
    {
        List<SourceNode> segments = [];
        foreach (var line in Lines(text))
        {
            if (line.Length == 0) continue;
            var number = segments.Count + 1;
            if (line.Length < 3 || !IsId(line.AsSpan(0, 3)) || (line.Length > 3 && line[3] != delimiters.Field))
            {
                Add("structure", "hl7-segment", "A line does not begin with a segment id.", "세그먼트 이름으로 시작하지 않는 행입니다.", $"line {number}", number, 1, "three capital letters or digits, then the field separator", null);
                segments.Add(new("", "", number, 1));
                continue;
            }

            segments.Add(Segment(line, number));
        }

        segments.RemoveAll(segment => segment.Name.Length == 0);
        return segments;
    }

    // CR ends a segment (2.3). Where there is none LF does; where there are both, a LF before something that is no segment is part of a text.
    private List<string> Lines(string text)
    {
        if (!text.Contains('\r', StringComparison.Ordinal)) return [.. text.Split('\n')];
        List<string> lines = [];
        foreach (var part in text.Split('\r'))
        {
            var rest = part.TrimStart('\n');
            while (rest.Length > 0)
            {
                var at = -1;
                for (var from = 0; (at = rest.IndexOf('\n', from)) >= 0; from = at + 1)
                {
                    var next = rest.AsSpan(at + 1).TrimStart('\n');
                    if (next.IsEmpty || (next.Length > 3 && IsId(next[..3]) && next[3] == delimiters.Field)) break;
                }

                lines.Add(at < 0 ? rest : rest[..at]);
                rest = at < 0 ? "" : rest[(at + 1)..].TrimStart('\n');
            }
        }

        return lines;
    }

    private SourceNode Segment(string line, int number)
    {
        var id = line[..3];
        var occurrence = _occurrences[id] = _occurrences.GetValueOrDefault(id) + 1;
        var segment = new SourceNode(id, occurrence == 1 ? id : $"{id}[{occurrence}]", number, 1) { IsList = false };
        var fields = dictionary.Segment(id);
        var isHeader = id is "MSH" or "BHS" or "FHS";
        var position = isHeader ? 1 : 0;
        string? valueType = null;
        if (isHeader)
        {
            segment.Add(Value(fields![0].Name, "-1", number, 4, delimiters.Field.ToString()));
            segment.Add(Value(fields[1].Name, "-2", number, 5, delimiters.Encoding));
        }

        var column = 5;
        foreach (var range in line.Length > 3 ? line.AsSpan(4).Split(delimiters.Field) : default)
        {
            position++;
            var raw = line.AsSpan(4)[range];
            column = 5 + range.Start.GetOffset(line.Length - 4);
            if ((isHeader && position == 2) || raw.IsWhiteSpace()) continue;
            if (id == "OBX" && position == 2) valueType = raw.Trim().ToString();
            var field = fields is not null && position <= fields.Length ? fields[position - 1] : null;
            var type = field?.Type == Hl7v2Field.Varies ? valueType ?? "ST" : field?.Type;
            Repetitions(segment, field?.Name ?? Hl7v2Field.Unnamed(position), $"-{position}", field is null, type, field?.IsList == true, raw, number, column);
        }

        foreach (var field in fields ?? [])
        {
            if (!field.IsRequired || segment.Find(field.Name) is not null) continue;
            Add("required", "hl7-field-required", "A required field has no value.", "필수 항목에 값이 없습니다.", $"{segment.Place}-{field.Number}", number, 1, field.Name, null);
        }

        return segment;
    }

    private void Repetitions(SourceNode parent, string name, string label, bool isUnknown, string? type, bool isList, ReadOnlySpan<char> raw, int line, int column)
    {
        var count = 0;
        foreach (var range in raw.Split(delimiters.Repetition))
        {
            count++;
            var one = raw[range];
            if (one.IsWhiteSpace()) continue;
            Part(parent, name, count == 1 ? label : $"{label}[{count}]", isUnknown, type, isList, one, delimiters.Component, line, column + range.Start.GetOffset(raw.Length));
        }
    }

    /// <summary>A field or component: text, or an object of its parts.</summary>
    private void Part(SourceNode parent, string name, string label, bool isUnknown, string? type, bool isList, ReadOnlySpan<char> raw, char separator, int line, int column)
    {
        if (raw.Trim() is Null)
        {
            parent.Add(new("nullified", label, line, column) { Text = name, IsList = true });
            return;
        }

        var components = dictionary.Components(type);
        var isSubcomponent = separator == delimiters.Subcomponent;
        if (components is null && (!isUnknown || raw.IndexOf(separator) < 0))
        {
            Primitive(parent, name, label, type, isList, raw, separator, line, column);
            return;
        }

        var value = new SourceNode(name, label, line, column) { IsList = isList };
        var number = 0;
        foreach (var range in raw.Split(separator))
        {
            number++;
            Component(value, components, number, isUnknown, isSubcomponent, raw[range], line, column + range.Start.GetOffset(raw.Length));
        }

        if (value.Children.Count > 0) parent.Add(value);
    }

    private void Component(SourceNode value, Hl7v2Field[]? components, int number, bool isUnknown, bool isSubcomponent, ReadOnlySpan<char> raw, int line, int column)
    {
        if (raw.IsWhiteSpace()) return;
        var component = components is not null && number <= components.Length ? components[number - 1] : null;
        var name = component?.Name ?? (isSubcomponent ? $"subcomponent{number}" : $"component{number}");
        if (isSubcomponent) Primitive(value, name, $".{number}", component?.Type, false, raw, '\0', line, column);
        else Part(value, name, $".{number}", isUnknown || component is null, component?.Type, false, raw, delimiters.Subcomponent, line, column);
    }

    private void Primitive(SourceNode parent, string name, string label, string? type, bool isList, ReadOnlySpan<char> raw, char separator, int line, int column)
    {
        var end = separator == delimiters.Subcomponent ? -1 : raw.IndexOf(separator);
        var first = end < 0 ? raw : raw[..end];
        if (!first.IsWhiteSpace())
        {
            var text = Hl7v2Escapes.Decode(first.Trim(), delimiters, encoding);
            var node = Value(name, label, line, column, text, isList);
            if (Converted(type, text) is { } converted) parent.Add(Value(name, label, line, column, converted, isList));
            else
            {
                parent.Add(node);
                Add("value", "hl7-data-type", "A value does not fit the data type of its field.", "값이 항목의 자료형에 맞지 않습니다.", node.Place, line, column, type!, TextMask.Of(text));
            }
        }

        if (end < 0) return;
        var extra = new SourceNode(name + "Extra", label, line, column);
        var number = 0;
        foreach (var range in raw.Split(separator))
        {
            var part = raw[range];
            if (++number == 1 || part.IsWhiteSpace()) continue;
            extra.Add(Value($"component{number}", $".{number}", line, column + range.Start.GetOffset(raw.Length), Hl7v2Escapes.Decode(part.Trim(), delimiters, encoding)));
        }

        if (extra.Children.Count > 0) parent.Add(extra);
    }

    private string? Converted(string? type, string text) => type switch
    {
        "TS" or "DTM" => HealthTime.ToDateTime(text, utcOffset),
        "DT" => HealthTime.ToDate(text),
        "TM" => HealthTime.ToTime(text),
        _ => text,
    };

    private static SourceNode Value(string name, string label, int line, int column, string text, bool isList = false) => new(name, label, line, column) { Text = text, IsList = isList };

    private static bool IsId(ReadOnlySpan<char> id)
    {
        foreach (var letter in id)
        {
            if (letter is not ((>= 'A' and <= 'Z') or (>= '0' and <= '9'))) return false;
        }

        return char.IsAsciiLetterUpper(id[0]);
    }

    private void Add(string code, string rule, string english, string korean, string place, int line, int column, string expected, string? found)
    {
        if (issues.Count >= MaxIssues) return;
        issues.Add(Issue.Error(code, rule, english, korean) with { Line = line, Column = column, Expression = place, Expected = expected, Found = found });
    }
}
