using System.Globalization;
using System.Text;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Sources.Hl7v2;

namespace CareExchange.Mapping.Writers.Hl7v2;

/// <summary>An HL7 v2 message: segments in the order of the message's structure, each ended by CR; delimiters, MSH-2 and MSH-18 built here.</summary>
/// <remarks>
/// Z-segments and segments that the structure does not know follow what they follow in the tree. What the structure or a segment asks for and the tree lacks,
/// and what has no place in them, is an issue by segment, field and component.
/// </remarks>
internal sealed class Hl7v2Writer(WriterSettings settings) : IMessageWriter
{
    // v2.5.1 2.15.9: what every receiver needs to tell messages apart. MSH-10 has 20 characters up to 2.5.1.
    private static readonly (int Number, string Name)[] Required = [(7, "dateTimeOfMessage"), (9, "messageType"), (10, "messageControlId"), (11, "processingId"), (12, "versionId")];

    public byte[] Write(Element root, WriterIssues issues)
    {
        var msh = root["MSH"];
        if (msh.Kind != JsonKind.Object)
        {
            issues.Add(Problem("required", "hl7-segment-sequence", "A required segment is missing.", "필수 세그먼트가 없습니다.", "MSH"), root);
            return [];
        }

        if (Delimiters(msh, issues) is not { } delimiters || Charset(msh, issues) is not var (charset, declared)) return [];
        foreach (var (number, name) in Required)
        {
            if (!msh[name].Exists) issues.Add(Problem("required", "hl7-field-required", "A required field has no value.", "필수 항목에 값이 없습니다.", $"MSH-{number}") with { Expected = name }, msh);
        }

        if (msh["messageControlId"].Text is { Length: > 20 } id && string.CompareOrdinal(First(msh["versionId"], "versionId"), "2.6") < 0)
        {
            issues.Add(Problem("too-long", "hl7-length", "A value is longer than its field allows.", "값이 항목의 길이를 넘습니다.", "MSH-10") with { Expected = "at most 20 characters", Found = $"{id.Length}" }, msh["messageControlId"]);
        }

        var (type, trigger) = (First(msh["messageType"], "messageCode"), msh["messageType"]["triggerEvent"].Text);
        if (settings.Dictionary.Structure(type, trigger) is not { } structure)
        {
            issues.Add(Problem("not-supported", "hl7-message-type", "There is no structure for this message type.", "지원하지 않는 메시지 유형입니다.", "MSH-9") with { Expected = string.Join(", ", settings.Dictionary.Events), Found = $"{type}^{trigger}" }, msh);
            return [];
        }

        var segments = new Hl7v2SegmentWriter(settings.Dictionary, delimiters, charset, issues);
        var message = new StringBuilder();
        Group(structure, root, "", message, segments, issues);
        if (issues.HasErrors) return [];
        if (declared is null && !Ascii.IsValid(message.ToString())) declared = "UNICODE UTF-8";
        return charset.Encode(segments.Header(msh, declared) + message);
    }

    private static void Group(Hl7v2Structure group, Element node, string place, StringBuilder message, Hl7v2SegmentWriter segments, WriterIssues issues)
    {
        var foreign = Foreign(group, node);
        var written = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in group.Items!)
        {
            // A structure may name one segment at two places; the tree does not tell them apart.
            if (!written.Add(item.Name)) continue;
            var count = 0;
            foreach (var child in node.Children(item.Name))
            {
                if (++count == 2 && !item.IsList) issues.Add(Problem("structure", "hl7-repetition", "A segment or group that stands once stands several times.", "한 번만 올 수 있는 세그먼트가 여러 번 있습니다.", place + item.Name), child);
                if (child.Kind != JsonKind.Object) issues.AddValue("hl7-segment", place + item.Name, "a segment or group", child);
                else if (item.Items is not null) Group(item, child, $"{place}{item.Name}.", message, segments, issues);
                else if (item.Name != "MSH") segments.Segment(message, item.Name, child);
            }

            if (count == 0 && item.IsRequired)
            {
                issues.Add(Problem("required", "hl7-segment-sequence", "A required segment is missing.", "필수 세그먼트가 없습니다.", place + item.Name) with { Expected = item.Name }, node);
            }

            foreach (var name in foreign.GetValueOrDefault(item.Name) ?? []) Others(node, name, place, message, segments, issues);
        }

        foreach (var name in foreign.GetValueOrDefault("") ?? []) Others(node, name, place, message, segments, issues);
    }

    private static void Others(Element node, string name, string place, StringBuilder message, Hl7v2SegmentWriter segments, WriterIssues issues)
    {
        foreach (var child in node.Children(name))
        {
            var isSegment = child.Kind == JsonKind.Object && name.Length == 3 && char.IsAsciiLetterUpper(name[0]) && name.All(letter => char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter));
            if (isSegment) segments.Segment(message, name, child);
            else issues.Add(Problem("structure", "hl7-segment", "The message structure has no such segment or group.", "메시지 구조에 없는 세그먼트 또는 그룹입니다.", place + name) with { Found = name }, child);
        }
    }

    /// <summary>What the structure does not name, by what it follows in the tree.</summary>
    private static Dictionary<string, List<string>> Foreign(Hl7v2Structure group, Element node)
    {
        var foreign = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var last = "";
        foreach (var child in node.Children())
        {
            if (!seen.Add(child.JsonName)) continue;
            if (group.Items!.Any(item => item.Name == child.JsonName)) last = child.JsonName;
            else if (foreign.TryGetValue(last, out var names)) names.Add(child.JsonName);
            else foreign[last] = [child.JsonName];
        }

        return foreign;
    }

    private Hl7v2Delimiters? Delimiters(Element msh, WriterIssues issues)
    {
        var (field, encoding) = (msh["fieldSeparator"].Text, msh["encodingCharacters"].Text);
        if (field is null && encoding is null) return settings.Delimiters;
        var separator = field is { Length: 1 } ? field[0] : settings.Delimiters.Field;
        if (Hl7v2Delimiters.Read($"MSH{separator}{encoding ?? settings.Delimiters.Encoding}{separator}") is { } delimiters && field is null or { Length: 1 }) return delimiters;
        issues.AddValue("hl7-delimiters", field is { Length: 1 } ? "MSH-2" : "MSH-1", @"different signs such as |^~\&", msh["encodingCharacters"].Exists ? msh["encodingCharacters"] : msh["fieldSeparator"]);
        return null;
    }

    /// <summary>The character set, and what MSH-18 says of it; null where it is left empty unless the text needs it.</summary>
    private (WriterCharset Charset, string? Declared)? Charset(Element msh, WriterIssues issues)
    {
        if (settings.Charset is { } told) return (told, Name(told));
        if (msh["characterSet"].Text is not { Length: > 0 } named) return (WriterCharset.Utf8, null);
        var encoding = Hl7v2Charset.Find(named);
        foreach (var name in (string[])["utf-8", "cp949", "ascii"])
        {
            if (encoding is not null && WriterCharset.Find(name) is { } charset && Hl7v2Charset.Find(Name(charset))!.CodePage == encoding.CodePage) return (charset, named);
        }

        issues.AddValue("hl7-charset", "MSH-18", "UNICODE UTF-8, KS X 1001 or ASCII", msh["characterSet"]);
        return null;
    }

    private static string Name(WriterCharset charset) => charset.Name switch
    {
        "cp949" => "KS X 1001",
        "ascii" => "ASCII",
        _ => "UNICODE UTF-8",
    };

    // A composite may be given by its first component alone.
    private static string First(Element value, string component) => value.Text ?? value[component].Text ?? "";

    private static Issue Problem(string code, string rule, string english, string korean, string place) =>
        Issue.Error(code, rule, english, korean) with { Expression = string.Create(CultureInfo.InvariantCulture, $"{place}") };
}
