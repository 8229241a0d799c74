using System.Globalization;
using System.Text;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Sources;
using CareExchange.Mapping.Sources.Hl7v2;

namespace CareExchange.Mapping.Writers.Hl7v2;

/// <summary>Segments with named fields → text. One for each message, which it counts the segments of.</summary>
internal sealed class Hl7v2SegmentWriter(Hl7v2Dictionary dictionary, Hl7v2Delimiters delimiters, WriterCharset charset, WriterIssues issues)
{
    private const string Nullified = "nullified";
    private const string Null = "\"\"";

    private readonly Dictionary<string, int> _occurrences = new(StringComparer.Ordinal);

    /// <summary>Appends a segment with its CR.</summary>
    public void Segment(StringBuilder message, string id, Element segment)
    {
        var occurrence = _occurrences[id] = _occurrences.GetValueOrDefault(id) + 1;
        var place = occurrence == 1 ? id : string.Create(CultureInfo.InvariantCulture, $"{id}[{occurrence}]");
        Line(message, id, Fields(id, place, segment), 1);
    }

    /// <summary>The header segment; its first two fields are the delimiters.</summary>
    /// <param name="msh">The tree's MSH.</param>
    /// <param name="characterSet">MSH-18; null where nothing is said.</param>
    public string Header(Element msh, string? characterSet)
    {
        var fields = Fields("MSH", "MSH", msh);
        fields[2] = delimiters.Encoding;
        if (characterSet is not null) fields[18] = characterSet;
        var line = new StringBuilder();
        Line(line, "MSH", fields, 2);
        return line.ToString();
    }

    private void Line(StringBuilder message, string id, SortedDictionary<int, string> fields, int from)
    {
        message.Append(id);
        var last = fields.Where(field => field.Value.Length > 0).Select(field => field.Key).DefaultIfEmpty(0).Max();
        for (var number = from; number <= last; number++) message.Append(delimiters.Field).Append(fields.GetValueOrDefault(number) ?? "");
        message.Append('\r');
    }

    private SortedDictionary<int, string> Fields(string id, string place, Element segment)
    {
        var declared = dictionary.Segment(id);
        var fields = new SortedDictionary<int, string>();
        foreach (var (name, values) in Parts(segment))
        {
            if (name is Nullified || (id == "MSH" && name is "fieldSeparator" or "encodingCharacters")) continue;
            var isExtra = Find(declared, name) is null && name.EndsWith("Extra", StringComparison.Ordinal) && Find(declared, name[..^5]) is not null;
            if (isExtra && segment[name[..^5]].Exists) continue;
            var number = Number(declared, isExtra ? name[..^5] : name, "field", place, values[0]);
            if (number == 0) continue;
            fields[number] = Field(declared, number, string.Create(CultureInfo.InvariantCulture, $"{place}-{number}"), segment, isExtra ? [] : values, isExtra ? values : All(segment, name + "Extra"));
        }

        foreach (var nullified in segment.Children(Nullified))
        {
            var number = Number(declared, nullified.Text ?? "", "field", place, nullified);
            if (number > 0) fields[number] = fields.TryGetValue(number, out var others) ? $"{others}{delimiters.Repetition}{Null}" : Null;
        }

        foreach (var field in declared ?? [])
        {
            if (!field.IsRequired || fields.ContainsKey(field.Number)) continue;
            issues.Add(Issue.Error("required", "hl7-field-required", "A required field has no value.", "필수 항목에 값이 없습니다.") with { Expression = string.Create(CultureInfo.InvariantCulture, $"{place}-{field.Number}"), Expected = field.Name }, segment);
        }

        return fields;
    }

    private string Field(Hl7v2Field[]? declared, int number, string place, Element segment, IReadOnlyList<Element> values, IReadOnlyList<Element> beyond)
    {
        var field = declared is not null && number <= declared.Length ? declared[number - 1] : null;
        var type = field?.Type == Hl7v2Field.Varies ? segment["valueType"].Text ?? "ST" : field?.Type;
        var count = Math.Max(values.Count, beyond.Count);
        if (count > 1 && (delimiters.Repetition == '\0' || (field is { IsList: false } && field.Type != Hl7v2Field.Varies)))
        {
            issues.Add(Issue.Error("structure", "hl7-repetition", "A field that may not repeat has several values.", "반복할 수 없는 항목에 값이 여러 개 있습니다.") with { Expression = place, Expected = "one value", Found = $"{count}" }, values.Count > 1 ? values[1] : beyond[1]);
        }

        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            if (i > 0) text.Append(delimiters.Repetition);
            var at = i == 0 ? place : string.Create(CultureInfo.InvariantCulture, $"{place}[{i + 1}]");
            if (i < values.Count) text.Append(Value(type, field is null, at, values[i]));
            if (i < beyond.Count) text.Append(Beyond(at, beyond[i]));
        }

        return text.ToString();
    }

    private string Value(string? type, bool isUnknown, string place, Element value)
    {
        var components = dictionary.Components(type);
        if (value.Kind != JsonKind.Object)
        {
            // The first component alone is a whole value.
            while (components is [var first, ..]) components = dictionary.Components(type = first.Type);
            return Primitive(type, place, value);
        }

        if (components is null && !isUnknown) return Wrong(place, type, value);
        return Joined(components, "component", delimiters.Component, place, value, (component, at, part) => Component(component, isUnknown, at, part));
    }

    private string Component(Hl7v2Field? component, bool isUnknown, string place, Element part)
    {
        var components = dictionary.Components(component?.Type);
        if (part.Kind != JsonKind.Object) return Primitive(components is [var first, ..] ? first.Type : component?.Type, place, part);
        if (components is null && component is not null && !isUnknown) return Wrong(place, component.Type, part);
        return Joined(components, "subcomponent", delimiters.Subcomponent, place, part, (sub, at, text) => text.Kind == JsonKind.Object ? Wrong(at, sub?.Type, text) : Primitive(sub?.Type, at, text));
    }

    private string Joined(Hl7v2Field[]? declared, string unnamed, char separator, string place, Element value, Func<Hl7v2Field?, string, Element, string> write)
    {
        var parts = new SortedDictionary<int, string>();
        foreach (var (name, values) in Parts(value))
        {
            if (name == Nullified)
            {
                foreach (var nullified in values)
                {
                    if (Number(declared, nullified.Text ?? "", unnamed, place, nullified) is > 0 and var gone) parts[gone] = Null;
                }

                continue;
            }

            var number = Number(declared, name, unnamed, place, values[0]);
            if (number == 0) continue;
            var at = string.Create(CultureInfo.InvariantCulture, $"{place}.{number}");
            if (values.Count > 1) issues.Add(Issue.Error("structure", "hl7-repetition", "A component has several values.", "구성 요소에 값이 여러 개 있습니다.") with { Expression = at, Expected = "one value" }, values[1]);
            parts[number] = write(declared is not null && number <= declared.Length ? declared[number - 1] : null, at, values[0]);
        }

        var last = parts.Where(part => part.Value.Length > 0).Select(part => part.Key).DefaultIfEmpty(0).Max();
        if (last > 1 && separator == '\0')
        {
            issues.Add(Issue.Error("not-supported", "hl7-delimiters", "The message declares no delimiter for parts of a value.", "값의 구성 요소를 나눌 구분자가 선언되지 않았습니다.") with { Expression = place, Expected = @"|^~\&", Found = delimiters.Encoding }, value);
        }

        return string.Join(separator, Enumerable.Range(1, last).Select(number => parts.GetValueOrDefault(number) ?? ""));
    }

    private string Beyond(string place, Element extra)
    {
        var text = new StringBuilder();
        var parts = Parts(extra).ToDictionary(part => Number(null, part.Name, "component", place, part.Values[0]), part => part.Values[0]);
        for (var number = 2; number <= parts.Keys.DefaultIfEmpty(0).Max(); number++)
        {
            text.Append(delimiters.Component);
            if (parts.TryGetValue(number, out var part)) text.Append(Primitive(null, string.Create(CultureInfo.InvariantCulture, $"{place}.{number}"), part));
        }

        return text.ToString();
    }

    private string Primitive(string? type, string place, Element value)
    {
        if (value.Text?.Trim() is not { Length: > 0 } text) return "";
        var written = type is "TS" or "DTM" or "DT" or "TM" ? HealthTime.FromFhir(text) : text;
        if (type is "TS" or "DTM" && HealthTime.ToDateTime(written, "Z") is null) return Wrong(place, type, value);
        if (type is "DT" && HealthTime.ToDate(written = written[..Math.Min(8, written.Length)]) is null) return Wrong(place, type, value);
        if (type is "TM" && HealthTime.ToTime(written) is null) return Wrong(place, type, value);
        if (charset.Missing(written) is { } missing) issues.AddCharacter("hl7-character", charset.Name, missing, place, value);
        if (delimiters.Escape == '\0')
        {
            if (written == Null || written.Any(letter => char.IsControl(letter) || letter == delimiters.Field || letter == delimiters.Component || letter == delimiters.Repetition || letter == delimiters.Subcomponent)) issues.AddValue("hl7-escape", place, "no delimiter, for there is no escape character", value);
            return written;
        }

        // Two quotation marks alone would mean "delete what you have".
        return written == Null ? string.Concat(Enumerable.Repeat($"{delimiters.Escape}X22{delimiters.Escape}", 2)) : Hl7v2Escapes.Encode(written, delimiters);
    }

    private string Wrong(string place, string? type, Element value)
    {
        issues.AddValue("hl7-data-type", place, type ?? "ST", value);
        return "";
    }

    /// <summary>The number of a field or component; 0 (with an issue) for a name that it does not have.</summary>
    private int Number(Hl7v2Field[]? declared, string name, string unnamed, string place, Element at)
    {
        if (Find(declared, name) is { } known) return known.Number;
        if (name.StartsWith(unnamed, StringComparison.Ordinal) && int.TryParse(name.AsSpan(unnamed.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 500) return number;
        issues.Add(Issue.Error("structure", "hl7-field-unknown", "The segment or value has no such part.", "세그먼트 또는 값에 없는 항목입니다.") with { Expression = place, Found = name, Expected = $"{unnamed}N or a name of the standard" }, at);
        return 0;
    }

    private static Hl7v2Field? Find(Hl7v2Field[]? declared, string name) => declared is null ? null : Array.Find(declared, field => field.Name == name);

    private static List<Element> All(Element element, string name)
    {
        List<Element> all = [];
        foreach (var child in element.Children(name)) all.Add(child);
        return all;
    }

    private static List<(string Name, List<Element> Values)> Parts(Element element)
    {
        List<(string Name, List<Element> Values)> parts = [];
        foreach (var child in element.Children())
        {
            if (parts.Count == 0 || parts[^1].Name != child.JsonName) parts.Add((child.JsonName, []));
            parts[^1].Values.Add(child);
        }

        return parts;
    }
}
