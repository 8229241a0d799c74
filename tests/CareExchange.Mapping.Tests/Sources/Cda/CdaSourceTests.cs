using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Sources;
using CareExchange.Mapping.Sources.Cda;

namespace CareExchange.Mapping.Tests.Sources.Cda;

public sealed class CdaSourceTests
{
    [Fact]
    public void Times_become_fhir_times_and_intervals_keep_quantities()
    {
        var root = Root("""<effectiveTime value="20261014152000.5+0900"/><component><o><effectiveTime><low value="2026"/><high value="202610"/></effectiveTime><value xsi:type="IVL_PQ"><low value="2026"/></value><t xsi:type="v3:TS" value="20260101"/></o></component>""");
        Assert.Equal("2026-10-14T15:20:00.5+09:00", root.At("effectiveTime", "value").Text);
        var o = root["component"]["o"];
        Assert.Equal("2026", o.At("effectiveTime", "low", "value").Text);
        Assert.Equal("2026-10", o.At("effectiveTime", "high", "value").Text);
        Assert.Equal("2026", o.At("value", "low", "value").Text);
        Assert.Equal("TS", o.At("t", "xsiType").Text);
        Assert.Equal("2026-01-01", o.At("t", "value").Text);
    }

    [Fact]
    public void A_time_that_is_none_is_a_warning_and_stays_readable()
    {
        var read = Read("""<effectiveTime value="2026-10-14"/>""");
        Assert.True(read.Succeeded);
        Assert.Equal("cda-time", read.Issues.Single().Rule);
        Assert.Equal("/ClinicalDocument/effectiveTime/@value", read.Issues.Single().Expression);
        Assert.Equal("2026-10-14", read.Value.Document.Root.At("effectiveTime", "invalidValue").Text);
    }

    [Fact]
    public void Narrative_becomes_xhtml_and_references_into_it_are_resolved()
    {
        var section = Root("""
            <component><structuredBody><component><section><text><paragraph ID="a">첫 <content styleCode="Bold">문단</content></paragraph>
            <list listType="ordered"><caption>목록</caption><item>하나</item></list><table><thead><tr><th>A</th></tr></thead><tbody><tr><td colspan="2" onclick="x">1 &lt; 2</td></tr></tbody></table>
            <linkHtml href="javascript:x">x</linkHtml></text>
            <entry><observation><text><reference value="#a"/></text><code><originalText><reference value="#b"/></originalText></code></observation></entry></section></component></structuredBody></component>
            """)["component"]["structuredBody"]["component"]["section"];
        var xhtml = section["text"]["xhtml"].Text!;
        Assert.StartsWith("<div xmlns=\"http://www.w3.org/1999/xhtml\">", xhtml, StringComparison.Ordinal);
        Assert.Contains("<p id=\"a\">첫 <span>문단</span></p>", xhtml, StringComparison.Ordinal);
        Assert.Contains("<ol><li>목록</li><li>하나</li></ol>", xhtml, StringComparison.Ordinal);
        Assert.Contains("<td colspan=\"2\">1 &lt; 2</td>", xhtml, StringComparison.Ordinal);
        Assert.DoesNotContain("javascript", xhtml, StringComparison.Ordinal);
        Assert.Equal("첫 문단", section.At("entry", "observation", "text", "xmlText").Text);
        Assert.False(section.At("entry", "observation", "code", "originalText")["xmlText"].Exists);
    }

    [Fact]
    public void Identifiers_and_code_systems_have_their_fhir_names_beside_them()
    {
        var root = Root("""<id root="1.2.410.100110.10.1" extension="A"/><code code="1" codeSystem="2.16.840.1.113883.6.1"/><setId root="2a620155-9d11-439e-92b3-5d9815ff4ee8"/><sdtc:x xmlns:sdtc="urn:hl7-org:sdtc" value="1"/>""");
        Assert.Equal("urn:oid:1.2.410.100110.10.1", root.At("id", "system").Text);
        Assert.Equal("A", root.At("id", "value").Text);
        Assert.Equal("urn:uuid:2a620155-9d11-439e-92b3-5d9815ff4ee8", root.At("setId", "value").Text);
        Assert.Equal("http://loinc.org", root.At("code", "codeSystemUri").Text);
        Assert.Equal("1", root.At("sdtcX", "value").Text);
    }

    private static Outcome<SourceMessage> Read(string content) =>
        new CdaSource(Schema.R4, "+09:00").Read(Encoding.UTF8.GetBytes($"<ClinicalDocument xmlns=\"urn:hl7-org:v3\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">{content}</ClinicalDocument>"));

    private static Element Root(string content) => Read(content).Value!.Document.Root;
}
