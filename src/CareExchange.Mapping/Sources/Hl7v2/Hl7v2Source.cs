using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Mapping.Sources.Hl7v2;

/// <summary>HL7 v2 messages, 2.3 to 2.6: segments and groups as the message's structure names them, fields and components by their standard names.</summary>
internal sealed class Hl7v2Source(Hl7v2Dictionary dictionary, Schema schema, string utcOffset) : IMessageSource
{
    private static readonly string[] Versions = ["2.3", "2.3.1", "2.4", "2.5", "2.5.1", "2.6"];

    public Outcome<SourceMessage> Read(ReadOnlyMemory<byte> message)
    {
        var messages = Hl7v2Frame.Split(message);
        if (messages.Count > 1)
        {
            return Problem("not-supported", "hl7-batch", "The bytes hold several messages.", "여러 개의 메시지가 들어 있습니다.", "BHS", 1) with { Expected = "one message", Found = $"{messages.Count}" };
        }

        var bytes = Hl7v2Frame.Strip(messages[0].Span);
        if (Hl7v2Header.Read(bytes) is not { } header)
        {
            return Problem("structure", "hl7-header", "The message does not begin with an MSH segment that declares its delimiters.", "구분자를 선언한 MSH 세그먼트로 시작하지 않습니다.", "MSH", 1) with { Expected = @"MSH|^~\&|" };
        }

        var decoded = Hl7v2Charset.Decode(bytes, header.CharacterSet);
        if (!decoded.Succeeded) return Outcome.Failure<SourceMessage>(decoded.Issues);
        var (text, encoding) = decoded.Value;
        var issues = new List<Issue>(decoded.Issues);
        if (Structure(header) is not { Value: { } structure } found) return Outcome.Failure<SourceMessage>(Structure(header).Issues);
        issues.AddRange(found.Issues);
        var reader = new Hl7v2FieldReader(dictionary, header.Delimiters, encoding, utcOffset, issues);
        var segments = reader.Segments(text);
        var root = new SourceNode("", "", 1, 1);
        new Hl7v2Grouping(issues).Fill(structure, root, segments);
        return issues.Exists(issue => issue.IsError) ? Outcome.Failure<SourceMessage>(issues) : SourceTree.Write(root, schema, issues);
    }

    private Outcome<Hl7v2Structure> Structure(Hl7v2Header header)
    {
        if (!Versions.Contains(header.Version, StringComparer.Ordinal))
        {
            return Problem("not-supported", "hl7-version", "This version of HL7 is not read.", "지원하지 않는 HL7 버전입니다.", "MSH-12", 1) with { Expected = string.Join(", ", Versions), Found = header.Version };
        }

        if (dictionary.Structure(header.MessageCode, header.TriggerEvent) is { } structure) return structure;
        return dictionary.KnowsType(header.MessageCode)
            ? Problem("not-supported", "hl7-trigger-event", "There is no structure for this trigger event.", "지원하지 않는 트리거 이벤트입니다.", "MSH-9.2", 1) with { Expected = string.Join(", ", dictionary.Events), Found = header.TriggerEvent }
            : Problem("not-supported", "hl7-message-type", "There is no structure for this message type.", "지원하지 않는 메시지 유형입니다.", "MSH-9.1", 1) with { Expected = string.Join(", ", dictionary.Events), Found = header.MessageCode };
    }

    internal static Issue Problem(string code, string rule, string english, string korean, string place, int line) =>
        Issue.Error(code, rule, english, korean) with { Line = line, Column = 1, Expression = place };
}
