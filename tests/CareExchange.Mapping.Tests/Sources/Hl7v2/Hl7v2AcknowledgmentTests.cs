using System.Text;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Sources.Hl7v2;

namespace CareExchange.Mapping.Tests.Sources.Hl7v2;

public sealed class Hl7v2AcknowledgmentTests
{
    private static readonly DateTimeOffset Time = new(2026, 10, 14, 15, 20, 0, TimeSpan.FromHours(9));

    [Fact]
    public void A_positive_answer_changes_sender_and_receiver_over() => Assert.Equal(
        "MSH|^~\\&|CX|CITY|EMR|HOSP|20261014152000+0900||ACK^A03^ACK|N1|P|2.5.1||||||UNICODE UTF-8\rMSA|AA|M1\r",
        Answer("MSH|^~\\&|EMR|HOSP|CX|CITY|20261014||ADT^A03^ADT_A03|M1|P|2.5.1||||||UNICODE UTF-8\r", []));

    [Fact]
    public void An_error_says_where_as_of_2_5() => Assert.Equal(
        "ERR||PID^1^5^2^1|101^Required field missing^HL70357|E|hl7-field-required^^L||expected patientName|A required field has no value.",
        Answer("MSH|^~\\&|E|H|C|D|20261014||ADT^A03|M1|P|2.5\r", [Issue.Error("required", "hl7-field-required", "A required field has no value.", "필수 항목에 값이 없습니다.") with { Expression = "PID-5[2].1", Expected = "patientName" }]).Split('\r')[2]);

    [Fact]
    public void An_error_says_where_up_to_2_4() => Assert.Equal(
        "ERR|NK1^2^3^103&Table value not found&HL70357",
        Answer("MSH|^~\\&|E|H|C|D|20261014||ADT^A03|M1|P|2.3\r", [Issue.Error("code-invalid", "map-code-unknown", "e", "k") with { Expression = "NK1[2]-3.1" }]).Split('\r')[2]);

    [Theory]
    [InlineData("", "map-check-failed", "AE")]
    [InlineData("", "hl7-trigger-event", "AR")]
    [InlineData("AL", "map-check-failed", "CE")]
    [InlineData("AL", "hl7-version", "CR")]
    [InlineData("AL", null, "CA")]
    [InlineData("NE", null, "AA")]
    public void The_code_follows_what_is_wrong_and_what_is_asked(string accept, string? rule, string code)
    {
        Issue[] issues = rule is null ? [] : [Issue.Error("invalid", rule, "e", "k")];
        Assert.StartsWith($"MSA|{code}|M1", Answer($"MSH|^~\\&|E|H|C|D|20261014||ADT^A03|M1|P|2.5|||{accept}\r", issues).Split('\r')[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "", null, "AA")]
    [InlineData("AL", "NE", null, "CA")]
    [InlineData("NE", "AL", "map-check-failed", "AE")]
    [InlineData("AL", "AL", null, "CA AA")]
    [InlineData("AL", "AL", "map-check-failed", "CA AE")]
    [InlineData("AL", "AL", "hl7-version", "CR AR")]
    [InlineData("ER", "SU", null, "AA")]
    [InlineData("SU", "ER", "map-check-failed", "AE")]
    [InlineData("NE", "NE", null, "")]
    [InlineData("", "ER", null, "")]
    public void Enhanced_mode_answers_what_MSH_15_and_MSH_16_ask_for(string accept, string application, string? rule, string codes)
    {
        Issue[] issues = rule is null ? [] : [Issue.Error("invalid", rule, "e", "k")];
        var header = Hl7v2Header.Read(Encoding.ASCII.GetBytes($"MSH|^~\\&|E|H|C|D|20261014||ADT^A03|M1|P|2.5|||{accept}|{application}\r"));
        Assert.Equal(codes, string.Join(' ', Hl7v2Acknowledgment.Codes(header, issues)));
    }

    [Fact]
    public void Own_delimiters_and_own_characters_come_back()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var cp949 = Encoding.GetEncoding(949);
        var answer = Hl7v2Acknowledgment.Write(cp949.GetBytes("MSH#$*?%#병원#H#C#D#20261014##ADT$A03#M1#P#2.5######KS X 1001\r"), [Issue.Error("value", "hl7-data-type", "Wrong $ value.", "잘못된 값")], "N1", Time);
        var text = cp949.GetString(answer);
        Assert.StartsWith("MSH#$*?%#C#D#병원#H#", text, StringComparison.Ordinal);
        Assert.Contains("#잘못된 값 Wrong ?S? value.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_without_a_header_are_rejected_all_the_same()
    {
        var text = Answer("hello", [Issue.Error("structure", "hl7-header", "e", "k") with { Expression = "MSH" }]);
        Assert.Contains("||ACK|N1|P|2.5.1\rMSA|AR\rERR||MSH^1|100^", text, StringComparison.Ordinal);
    }

    private static string Answer(string message, Issue[] issues) => Encoding.UTF8.GetString(Hl7v2Acknowledgment.Write(Encoding.UTF8.GetBytes(message), issues, "N1", Time));
}
