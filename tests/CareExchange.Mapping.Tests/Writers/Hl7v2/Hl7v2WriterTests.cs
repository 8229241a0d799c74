using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Mapping.Sources.Hl7v2;
using CareExchange.Mapping.Tests.Maps;
using CareExchange.Mapping.Writers;
using CareExchange.Mapping.Writers.Hl7v2;

namespace CareExchange.Mapping.Tests.Writers.Hl7v2;

public sealed class Hl7v2WriterTests
{
    private const string Msh = """ "MSH": { "sendingApplication": { "namespaceId": "A" }, "dateTimeOfMessage": "2026-10-14T14:10:00+09:00", "messageType": { "messageCode": "ADT", "triggerEvent": "A01", "messageStructure": "ADT_A01" }, "messageControlId": "M1", "processingId": { "processingId": "P" }, "versionId": { "versionId": "2.5.1" } """;

    private static readonly Encoding Cp949 = CodePagesEncodingProvider.Instance.GetEncoding(949)!;
    private static readonly Hl7v2Dictionary Dictionary = Hl7v2Dictionary.Standard.With([new("ZLT", "careGrade recognitionNumber notice:CE visits*")], []);

    public static TheoryData<string, string> Examples
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var folder in PartnerFolder.All)
                foreach (var input in folder.Inputs.Where(input => input.EndsWith(".hl7", StringComparison.Ordinal) && !PartnerFolder.IsRefused(input))) data.Add(folder.Name, input);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void What_a_partner_sent_is_written_so_that_it_reads_the_same(string partner, string input)
    {
        var read = Source().Read(PartnerFolder.Of(partner).Bytes(input));
        var tree = Trees.Sorted(read);
        Assert.Equal(tree, Trees.Sorted(Source().Read(Trees.Write(Writer(null), Encoding.UTF8.GetString(read.Value!.Document.Utf8.Span)))));
    }

    [Theory]
    [InlineData("utf-8", @"|^~\&")]
    [InlineData("cp949", @"|^~\&")]
    [InlineData("utf-8", "#@!%$")]
    [InlineData("cp949", "!:~*;")]
    public void Any_tree_reads_back_the_same_in_any_charset_and_with_any_delimiters(string charset, string delimiters)
    {
        var random = new Random(20261122);
        var letters = charset == "cp949" ? Trees.Letters.Replace("é\u00A0", "", StringComparison.Ordinal) : Trees.Letters + "🙂";
        for (var round = 0; round < 500; round++)
        {
            var json = Tree(random, letters);
            var bytes = Trees.Write(Writer(charset, delimiters), json);
            var back = Trees.Sorted(Source().Read(bytes));
            var wanted = json.Insert(json.IndexOf('{', 1) + 1, $""" "fieldSeparator": {Trees.Quoted(delimiters[..1])}, "encodingCharacters": {Trees.Quoted(delimiters[1..])}, "characterSet": ["{(charset == "cp949" ? "KS X 1001" : "UNICODE UTF-8")}"], """);
            Assert.Equal(Trees.Sorted(wanted), back);
        }
    }

    [Fact]
    public void The_header_is_built_here_and_segments_stand_in_the_order_of_the_structure()
    {
        var text = Encoding.UTF8.GetString(Trees.Write(Writer("utf-8"), $$"""{ "PV1": { "patientClass": "I" }, "ZZ9": { "field2": { "component2": "x" } }, "PID": { "patientIdentifierList": { "idNumber": "1" }, "patientName": "김가온" }, "EVN": { "recordedDateTime": "2026-10-14" }, {{Msh}} } }"""));

        Assert.Equal("MSH|^~\\&|A||||20261014141000+0900||ADT^A01^ADT_A01|M1|P|2.5.1||||||UNICODE UTF-8\rEVN||20261014\rPID|||1||김가온\rPV1||I\rZZ9||^x\r", text);
    }

    [Fact]
    public void What_is_missing_repeated_unknown_or_of_another_type_is_told_by_its_place()
    {
        var json = $$"""{ {{Msh}} }, "PID": { "patientIdentifierList": [ { "idNumber": "1" }, { "idNumbr": "2" } ], "dateTimeOfBirth": "1948-13-40", "administrativeSex": ["F", "M"], "shoeSize": "38" }, "EVN": {}, "PATIENT": { "PID": {} } }""";

        var issues = Trees.TryWrite(Writer("utf-8"), json).Issues;

        Assert.Equal(
            [("hl7-repetition", "PID-8"), ("hl7-field-unknown", "PID-3[2]"), ("hl7-data-type", "PID-7.1"), ("hl7-field-unknown", "PID"), ("hl7-segment-sequence", "PV1"), ("hl7-segment", "PATIENT")],
            issues.Select(issue => (issue.Rule, issue.Expression!)).OrderBy(issue => Array.IndexOf(["PID-8", "PID-3[2]", "PID-7.1", "PID-7", "PID", "PV1", "PATIENT"], issue.Item2)).Select(issue => issue.Item2 == "PID-7" ? (issue.Item1, "PID-7.1") : issue));
        Assert.All(issues, issue => Assert.False(string.IsNullOrEmpty(issue.Korean)));
        Assert.DoesNotContain(issues, issue => issue.Found?.Contains("1948", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void A_character_that_the_set_lacks_is_told_and_never_replaced()
    {
        var (bytes, issues) = Trees.TryWrite(Writer("cp949"), $$"""{ {{Msh}} }, "EVN": { "recordedDateTime": "2026" }, "PID": { "patientIdentifierList": { "idNumber": "1" }, "patientName": [ { "familyName": { "surname": "똠방각하" } }, { "familyName": { "surname": "김🙂" } } ] }, "PV1": { "patientClass": "I" } }""");

        Assert.Empty(bytes);
        var issue = Assert.Single(issues);
        Assert.Equal(("hl7-character", "PID-5[2].1.1", "cp949", "U+1F642"), (issue.Rule, issue.Expression, issue.Expected, issue.Found));
        Assert.Single(Trees.TryWrite(Writer("ascii"), $$"""{ {{Msh}} }, "EVN": { "recordedDateTime": "2026" }, "PID": { "patientIdentifierList": { "idNumber": "가" } }, "PV1": { "patientClass": "I" } }""").Issues);
    }

    [Fact]
    public void Hangul_that_only_CP949_has_is_written_in_it()
    {
        var bytes = Trees.Write(Writer("cp949"), $$"""{ {{Msh}} }, "EVN": { "recordedDateTime": "2026" }, "PID": { "patientIdentifierList": { "idNumber": "1" }, "patientName": "똠펲" }, "PV1": { "patientClass": "I" } }""");

        Assert.Contains("||똠펲\r", Cp949.GetString(bytes), StringComparison.Ordinal);
        Assert.Contains("|KS X 1001\r", Cp949.GetString(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_an_escape_character_a_text_with_a_delimiter_is_refused()
    {
        var issues = Trees.TryWrite(Writer("utf-8", "|^"), $$"""{ {{Msh}} }, "EVN": { "recordedDateTime": "2026" }, "PID": { "patientIdentifierList": { "idNumber": "a|b" } }, "PV1": { "patientClass": "I" } }""").Issues;

        Assert.Equal("hl7-escape", Assert.Single(issues).Rule);
    }

    private static string Tree(Random random, string letters)
    {
        string Value() => Trees.Quoted(Trees.Text(random, letters));
        var names = string.Join(", ", Enumerable.Range(0, random.Next(1, 4)).Select(_ => $$"""{ "familyName": { "surname": {{Value()}}, "ownSurname": {{Value()}} }, "givenName": {{Value()}}, "component17": {{Value()}} }"""));
        var notes = string.Join(", ", Enumerable.Range(0, random.Next(1, 3)).Select(_ => $$"""{ "setId": {{Value()}}, "name": [ { "familyName": { "surname": {{Value()}} } } ], "field41": { "component2": { "subcomponent3": {{Value()}} } } }"""));
        return $$"""
            { {{Msh}} }, "EVN": { "recordedDateTime": "2026-10-14T05:00:00+00:00", "nullified": ["eventTypeCode"] },
              "PID": { "setId": {{Value()}}, "patientIdentifierList": [ { "idNumber": {{Value()}}, "assigningAuthority": { "namespaceId": {{Value()}} } } ], "patientName": [ {{names}} ], "dateTimeOfBirth": "1948-03-0{{random.Next(1, 9)}}" },
              "NK1": [ {{notes}} ], "PV1": { "patientClass": {{Value()}} },
              "ZLT": { "careGrade": {{Value()}}, "notice": { "identifier": {{Value()}} }, "visits": [ {{Value()}}, {{Value()}} ] } }
            """;
    }

    private static Hl7v2Source Source() => new(Dictionary, Schema.R4, "+09:00");

    private static Hl7v2Writer Writer(string? charset, string delimiters = @"|^~\&") => new(new()
    {
        Charset = charset is null ? null : WriterCharset.Find(charset), Dictionary = Dictionary, Delimiters = Hl7v2Delimiters.Read($"MSH{delimiters}{delimiters[0]}")!.Value,
    });
}
