using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Sources;
using CareExchange.Mapping.Sources.Hl7v2;

namespace CareExchange.Mapping.Tests.Sources.Hl7v2;

public sealed class Hl7v2SourceTests
{
    private const string Admit = "MSH|^~\\&|EMR|HOSP|CX|CITY|20261014152000+0900||ADT^A01^ADT_A01|M1|P|2.5.1|||||KOR|UNICODE UTF-8\r"
        + "EVN|A01|20261014152000\r"
        + "PID|1||100481^^^HOSP^MR~480302-2^^^MOIS^NNKOR||김^가온^^^^^L~Kim^Gaon^^^^^P||19480302|F|||가상로 24-1^^서대문구^서울특별시^03600^KR||\"\"|||||||||||||||\r"
        + "NK1|1|김^하나|DAU^딸^HL70063\r"
        + "PV1|1|I|W3^301^2^HOSP||||DR1^이^의사\r"
        + "IN1|1|NHI^건강보험|C1\r"
        + "IN1|2|LTC|C2\r"
        + "ZPD|3|a^b&c|x~y\r";

    [Fact]
    public void Fields_and_components_have_their_standard_names()
    {
        var root = Root(Admit);
        Assert.Equal("100481", Text(root, "PID", "patientIdentifierList", "idNumber"));
        Assert.Equal("김", root["PID"].All("patientName").First()["familyName"]["surname"].Text);
        Assert.Equal(2, root["PID"].All("patientName").Count);
        Assert.Equal("1948-03-02", Text(root, "PID", "dateTimeOfBirth"));
        Assert.Equal("2026-10-14T15:20:00+09:00", Text(root, "MSH", "dateTimeOfMessage"));
        Assert.Equal("가상로 24-1", Text(root, "PID", "patientAddress", "streetAddress", "streetOrMailingAddress"));
        Assert.Equal("HOSP", Text(root, "PV1", "assignedPatientLocation", "facility", "namespaceId"));
    }

    [Fact]
    public void A_null_is_named_and_an_empty_field_is_absent()
    {
        var pid = Root(Admit)["PID"];
        Assert.Equal("phoneNumberHome", pid.All("nullified").Single().Text);
        Assert.False(pid["phoneNumberHome"].Exists);
        Assert.False(pid["race"].Exists);
    }

    [Fact]
    public void Groups_come_from_the_structure_and_Z_segments_stay()
    {
        var root = Root(Admit);
        Assert.Equal(["C1", "C2"], root.All("INSURANCE").Select(group => group["IN1"]["insuranceCompanyId"].IsItem ? group["IN1"].All("insuranceCompanyId").First()["idNumber"].Text : group["IN1"]["insuranceCompanyId"]["idNumber"].Text));
        var last = root.All("INSURANCE").Last()["ZPD"];
        Assert.Equal("3", last["field1"].Text);
        Assert.Equal("c", last["field2"]["component2"]["subcomponent2"].Text);
        Assert.Equal(["x", "y"], last.All("field3").Select(item => item.Text));
    }

    [Theory]
    [InlineData("\r")]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Any_line_end_ends_a_segment(string end) => Assert.Equal("1948-03-02", Text(Root(Admit.Replace("\r", end, StringComparison.Ordinal)), "PID", "dateTimeOfBirth"));

    [Fact]
    public void Mllp_framing_is_stripped() => Assert.Equal("M1", Text(Root("\u000B" + Admit + "\u001C\r"), "MSH", "messageControlId"));

    [Fact]
    public void A_line_feed_inside_a_text_belongs_to_the_text()
    {
        var root = Root(Report("FT", "first\nsecond"));
        Assert.Equal("first\nsecond", Value(root).Text);
    }

    [Fact]
    public void Delimiters_are_those_of_the_header()
    {
        var text = Admit.Replace("^~\\&", "$*?%", StringComparison.Ordinal).Replace('|', '#').Replace('^', '$').Replace('~', '*').Replace('&', '%');
        var root = Root(text);
        Assert.Equal("하나", root.All("NK1").Single().All("name").First()["givenName"].Text);
        Assert.Equal("c", root.All("INSURANCE").Last()["ZPD"]["field2"]["component2"]["subcomponent2"].Text);
    }

    [Theory]
    [InlineData(@"a\F\b\S\c\T\d\R\e\E\f", @"a|b^c&d~e\f")]
    [InlineData(@"one\.br\two\.sp2\three", "one\ntwo\n\nthree")]
    [InlineData(@"\H\bold\N\ text", "bold text")]
    [InlineData(@"\XEAB080\", "가")]
    [InlineData(@"50\ unknown \Q\ stays", @"50\ unknown \Q\ stays")]
    public void Escapes_are_read(string sent, string meant) => Assert.Equal(meant, Value(Root(Report("FT", sent))).Text);

    [Theory]
    [InlineData("NM", "12.5", "12.5")]
    [InlineData("TS", "202610141520", "2026-10-14T15:20:00+09:00")]
    [InlineData("DT", "20261014", "2026-10-14")]
    [InlineData("TM", "1520", "15:20:00")]
    public void An_observation_has_the_type_that_OBX_2_says(string type, string sent, string meant) => Assert.Equal(meant, Value(Root(Report(type, sent))).Text);

    [Fact]
    public void A_coded_observation_is_taken_apart() => Assert.Equal("낙상", Value(Root(Report("CE", "FALL^낙상^L")))["text"].Text);

    [Theory]
    [InlineData("UNICODE UTF-8", 65001)]
    [InlineData("KS X 1001", 949)]
    [InlineData("", 949)]
    [InlineData("", 65001)]
    public void Hangul_is_read_in_each_character_set(string declared, int codePage)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var bytes = Encoding.GetEncoding(codePage).GetBytes(Admit.Replace("UNICODE UTF-8", declared, StringComparison.Ordinal).Replace("가상로", "똠방로", StringComparison.Ordinal));
        var outcome = Read(bytes);
        Assert.True(outcome.Succeeded);
        Assert.Equal("똠방로 24-1", Text(outcome.Value.Document.Root, "PID", "patientAddress", "streetAddress", "streetOrMailingAddress"));
        Assert.Equal(declared.Length == 0, outcome.Issues.Any(issue => issue.Rule == "hl7-charset"));
    }

    [Theory]
    [InlineData("UNICODE UTF-8", "GB 18030-2000", "hl7-charset", "MSH-18")]
    [InlineData("2.5.1", "2.2", "hl7-version", "MSH-12")]
    [InlineData("ADT^A01^ADT_A01", "XYZ^A01", "hl7-message-type", "MSH-9.1")]
    [InlineData("ADT^A01^ADT_A01", "ADT^A99", "hl7-trigger-event", "MSH-9.2")]
    [InlineData("19480302", "19481302", "hl7-data-type", "PID-7")]
    [InlineData("PV1|1|I", "PV1|1|", "hl7-field-required", "PV1-2")]
    [InlineData("EVN|A01|20261014152000\r", "", "hl7-segment-sequence", "EVN")]
    [InlineData("NK1|1", "nk1|1", "hl7-segment", "line 4")]
    [InlineData("MSH|^~", "MSH|^^", "hl7-header", "MSH")]
    public void What_is_wrong_is_told_with_its_place(string good, string bad, string rule, string place)
    {
        var issue = Assert.Single(Read(Encoding.UTF8.GetBytes(Admit.Replace(good, bad, StringComparison.Ordinal))).Issues, issue => issue.IsError);
        Assert.Equal(rule, issue.Rule);
        Assert.Equal(place, issue.Expression);
        Assert.NotNull(issue.Line);
    }

    [Fact]
    public void A_segment_out_of_order_is_taken_with_a_warning()
    {
        var outcome = Read(Encoding.UTF8.GetBytes(Admit + "AL1|1||PEN^페니실린\rNK1|2|김^둘\r"));
        Assert.True(outcome.Succeeded);
        Assert.Equal("hl7-sequence", outcome.Issues.Single(issue => issue.Line == 10).Rule);
        Assert.Equal(2, outcome.Value.Document.Root.All("NK1").Count);
    }

    [Fact]
    public void Merges_and_results_are_grouped()
    {
        var merge = Root("MSH|^~\\&|A|B|C|D|20260101||ADT^A40|M|P|2.4\rEVN||20260101\rPID|||1^^^H\rMRG|2^^^H\rPID|||3^^^H\rMRG|4^^^H\r");
        Assert.Equal(["2", "4"], merge.All("PATIENT").Select(group => group["MRG"].All("priorPatientIdentifierList").First()["idNumber"].Text));
        var result = Root("MSH|^~\\&|A|B|C|D|20260101||ORU^R01|M|P|2.3\rPID|||1^^^H\rOBR|1||F1|A\rOBX|1|NM|X||1\rNTE|1||n\rOBX|2|NM|Y||2\rOBR|2||F2|B\rOBX|1|NM|Z||3\r");
        var orders = result.All("PATIENT_RESULT").Single().All("ORDER_OBSERVATION").ToList();
        Assert.Equal(2, orders.Count);
        Assert.Equal(2, orders[0].All("OBSERVATION").Count);
        Assert.Equal("n", orders[0].All("OBSERVATION").First().All("NTE").Single().All("comment").Single().Text);
    }

    [Fact]
    public void A_referral_has_its_providers_in_groups()
    {
        var root = Root("MSH|^~\\&|A|B|C|D|20260101||REF^I12|M|P|2.5\rRF1|P|R||||REF-1^HOSP\rPRD|RP|이^의사\rCTD|PR|박^간호\rPRD|RT|\rPID|||1^^^H||김^가온\rDG1|1||N18.5^만성\rPV1|1|I\r");
        var providers = root.All("PROVIDER_CONTACT").ToList();
        Assert.Equal(2, providers.Count);
        Assert.True(providers[0]["CTD"].Exists || providers[0].All("CTD").Count > 0);
        Assert.Equal("I", root["PATIENT_VISIT"]["PV1"]["patientClass"].Text);
    }

    [Fact]
    public void A_value_is_found_again_in_the_partners_own_words()
    {
        var message = Read(Encoding.UTF8.GetBytes(Admit)).Value!;
        var second = message.Document.Root["PID"].All("patientName").Last()["givenName"];
        Assert.Equal(new SourcePosition(3, 60, "PID-5[2].2"), message.Locate(second) with { Column = 60 });
        Assert.Equal("IN1[2]-3.1", message.Locate(message.Document.Root.All("INSURANCE").Last()["IN1"].All("insuranceCompanyId").First()["idNumber"]).Field);
    }

    [Fact]
    public void What_goes_beyond_a_type_is_kept_beside_it()
    {
        var root = Root(Admit.Replace("|19480302|", "|19480302^D|", StringComparison.Ordinal));
        Assert.Equal("D", root["PID"]["dateTimeOfBirthExtra"]["component2"].Text);
    }

    [Fact]
    public void A_partner_may_declare_segments_and_structures()
    {
        var dictionary = Hl7v2Dictionary.Standard.With([new("ZPD", "careGrade manager:XCN visits*")], [new("ADT^Z01", "MSH PID [ZPD]")]);
        var bytes = Encoding.UTF8.GetBytes("MSH|^~\\&|A|B|C|D|20260101||ADT^Z01|M|P|2.5\rPID|||1^^^H\rZPD|3|7^이^의사|1~2\r");
        var root = new Hl7v2Source(dictionary, Schema.R4, "+09:00").Read(bytes).Value!.Document.Root;
        Assert.Equal("이", root["ZPD"]["manager"]["familyName"]["surname"].Text);
    }

    [Fact]
    public void Several_messages_are_split_and_never_read_as_one()
    {
        var batch = Encoding.UTF8.GetBytes("FHS|^~\\&|A\rBHS|^~\\&|A\r" + Admit + Admit.Replace("|M1|", "|M2|", StringComparison.Ordinal) + "BTS|2\rFTS|1\r");
        Assert.Equal("hl7-batch", Read(batch).Issues.Single().Rule);
        var messages = Hl7v2Frame.Split(batch);
        Assert.Equal(["M1", "M2"], messages.Select(message => Hl7v2Header.Read(message.Span)!.ControlId));
        Assert.All(messages, message => Assert.True(Read(message).Succeeded));
    }

    private static string Report(string type, string value) =>
        "MSH|^~\\&|A|B|C|D|20260101||ORU^R01|M|P|2.5|||||KOR|UNICODE UTF-8\rPID|||1^^^H\rOBR|1||F1|A\rOBX|1|" + type + "|X||" + value + "||||||F\r";

    private static Element Value(Element root) => root.All("PATIENT_RESULT").Single().All("ORDER_OBSERVATION").Single().All("OBSERVATION").Single()["OBX"].All("observationValue").Single();

    private static Outcome<SourceMessage> Read(ReadOnlyMemory<byte> bytes) => new Hl7v2Source(Hl7v2Dictionary.Standard, Schema.R4, "+09:00").Read(bytes);

    private static Element Root(string text)
    {
        var outcome = Read(Encoding.UTF8.GetBytes(text));
        Assert.True(outcome.Succeeded, string.Join('\n', outcome.Issues));
        return outcome.Value.Document.Root;
    }

    private static string? Text(Element root, params string[] path)
    {
        foreach (var name in path) root = root.All(name)[0];
        return root.Text;
    }
}
