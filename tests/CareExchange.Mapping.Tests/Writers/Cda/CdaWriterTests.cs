using System.Text;
using System.Text.RegularExpressions;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Mapping.Sources;
using CareExchange.Mapping.Sources.Cda;
using CareExchange.Mapping.Tests.Maps;
using CareExchange.Mapping.Tests.Sources;
using CareExchange.Mapping.Writers;
using CareExchange.Mapping.Writers.Cda;

namespace CareExchange.Mapping.Tests.Writers.Cda;

public sealed class CdaWriterTests
{
    private const string Header = """ "typeId": { "root": "2.16.840.1.113883.1.3", "extension": "POCD_HD000040" }, "id": { "root": "1.2.3" }, "code": { "code": "57133-1", "codeSystemUri": "http://loinc.org" }, "effectiveTime": { "value": "2026-10-14T10:00:00+09:00" }, "confidentialityCode": { "code": "N" }, "recordTarget": {}, "author": {}, "custodian": {} """;

    public static TheoryData<string> Examples => [.. PartnerFolder.Of("dongshin-hospital").Inputs.Where(input => !PartnerFolder.IsRefused(input))];

    [Theory]
    [MemberData(nameof(Examples))]
    public void A_document_is_written_so_that_it_reads_the_same(string input)
    {
        var tree = Read(PartnerFolder.Of("dongshin-hospital").Bytes(input));
        foreach (var charset in (string[])["utf-8", "cp949"]) Assert.Equal(Trees.Sorted(tree), Trees.Sorted(Read(Trees.Write(Writer(charset), tree))));
    }

    [Fact]
    public void Elements_stand_in_the_order_of_the_schema_in_its_namespaces()
    {
        var text = Encoding.UTF8.GetString(Trees.Write(Writer(), $$"""{ "component": { "structuredBody": { "component": { "section": { "entry": { "typeCode": "DRIV", "observation": { "value": { "xsiType": "CD", "code": "A" }, "code": { "code": "B" }, "classCode": "OBS", "id": { "nullFlavor": "NI" } } }, "text": { "xmlText": "글" }, "title": { "xmlText": "제목" } } } } }, {{Header}}, "realmCode": { "code": "KR" }, "sdtcStatusCode": { "code": "active" } }"""));

        Assert.Matches(new Regex("<realmCode.*<typeId.*<id .*<code .*<sdtc:statusCode.*<effectiveTime value=\"20261014100000\\+0900\"/>.*<component>.*<title>.*<text>.*<entry typeCode=\"DRIV\">.*<observation classCode=\"OBS\">.*<id .*<code .*<value xsi:type=\"CD\" code=\"A\"/>", RegexOptions.Singleline), text);
        Assert.Contains("<ClinicalDocument xmlns=\"urn:hl7-org:v3\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:sdtc=\"urn:hl7-org:sdtc\">", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Uris_become_OIDs_and_what_has_none_gets_one_of_its_own()
    {
        var text = Encoding.UTF8.GetString(Trees.Write(Writer(), $$"""{ {{Header.Replace("\"id\": { \"root\": \"1.2.3\" }", """ "id": [ { "system": "urn:oid:1.2.410.5", "value": "7" }, { "system": "urn:ietf:rfc:3986", "value": "urn:uuid:2a620155-9d11-439e-92b3-5d9815ff4ee8" }, { "system": "urn:careexchange:x", "value": "9" } ] """, StringComparison.Ordinal)}}, "component": {} , "languageCode": { "code": "ko", "codeSystemUri": "urn:careexchange:list" } }""".Replace("\"component\": {}", "\"component\": { \"typeCode\": \"COMP\" }", StringComparison.Ordinal)));

        Assert.Contains("<id root=\"1.2.410.5\" extension=\"7\"/>", text, StringComparison.Ordinal);
        Assert.Contains("<id root=\"2a620155-9d11-439e-92b3-5d9815ff4ee8\"/>", text, StringComparison.Ordinal);
        Assert.Matches("<id root=\"2\\.25\\.[0-9]{30,39}\" extension=\"9\" assigningAuthorityName=\"urn:careexchange:x\"/>", text);
        Assert.Contains("codeSystem=\"2.16.840.1.113883.6.1\"", text, StringComparison.Ordinal);
        Assert.Matches("codeSystem=\"2\\.25\\.[0-9]{30,39}\" codeSystemName=\"urn:careexchange:list\"", text);
    }

    [Theory]
    [InlineData("<p id=\"a\">첫 <b>문단</b><br/>둘</p>", "<paragraph ID=\"a\">첫 <content styleCode=\"Bold\">문단</content><br/>둘</paragraph>")]
    [InlineData("<ul><li>하나</li><li><p>둘</p></li></ul>", "<list listType=\"unordered\"><item>하나</item><item><paragraph>둘</paragraph></item></list>")]
    [InlineData("<table><tr><th>A</th><td colspan=\"2\">1 &lt; 2&nbsp;<i>x</i></td></tr></table>", "<table><tbody><tr><th>A</th><td colspan=\"2\">1 &lt; 2\u00A0<content styleCode=\"Italics\">x</content></td></tr></tbody></table>")]
    [InlineData("<div><h2>제목</h2><div>글</div></div>", "<paragraph><content styleCode=\"Bold\">제목</content></paragraph><paragraph>글</paragraph>")]
    [InlineData("<a href=\"https://x?a=1&amp;b=2\">여기</a><img src=\"x\" alt=\"그림\"/>", "<linkHtml href=\"https://x?a=1&amp;b=2\">여기</linkHtml>그림")]
    public void Narrative_is_written_in_the_elements_of_CDA(string xhtml, string expected)
    {
        var text = Encoding.UTF8.GetString(Trees.Write(Writer(), Section(xhtml)));

        Assert.Contains($"<text>{expected}</text>", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_wrong_is_told_by_its_XPath()
    {
        var issues = Trees.TryWrite(Writer(), $$"""{ {{Header}}, "component": { "structuredBody": { "component": { "section": { "text": { "xhtml": "<div>a<p>" }, "madeUp": { "x": "y" }, "entry": { "act": { "effectiveTime": { "value": "2026-13-01" } } } } } } }, "setId": ["a", "b"] }""").Issues;

        Assert.Equal(
            [("cda-attribute", "/ClinicalDocument/@setId"), ("cda-element", "/ClinicalDocument/component/structuredBody/component/section/madeUp"), ("cda-narrative", "/ClinicalDocument/component/structuredBody/component/section/text"), ("cda-time", "/ClinicalDocument/component/structuredBody/component/section/entry/act/effectiveTime/@value")],
            issues.Select(issue => (issue.Rule, issue.Expression!)).DistinctBy(issue => issue.Item2).OrderBy(issue => issue.Rule, StringComparer.Ordinal));
    }

    [Fact]
    public void A_document_without_what_every_document_has_is_refused() =>
        Assert.Contains(Trees.TryWrite(Writer(), """{ "id": { "root": "1.2" } }""").Issues, issue => issue is { Rule: "cda-required", Expression: "/ClinicalDocument/recordTarget" });

    private static string Section(string xhtml) => $$"""{ {{Header}}, "component": { "structuredBody": { "component": { "section": { "text": { "xhtml": {{Trees.Quoted($"<div xmlns=\"http://www.w3.org/1999/xhtml\">{xhtml}</div>")}} } } } } } }""";

    private static string Read(byte[] document)
    {
        var read = new CdaSource(Schema.R4, "+09:00").Read(document);
        Assert.True(read.Succeeded);
        return Encoding.UTF8.GetString(read.Value!.Document.Utf8.Span);
    }

    private static CdaWriter Writer(string charset = "utf-8") => new(new() { Charset = WriterCharset.Find(charset) });
}
