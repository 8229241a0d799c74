using System.Text;
using System.Text.Json.Nodes;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;
using CareExchange.Fhir.Outcomes;
using CareExchange.Fhir.Xml;

namespace CareExchange.Fhir.Tests.Xml;

public class FhirXmlTests
{
    [Fact]
    public void Values_ids_extensions_lists_and_contained_resources_become_the_JSON_that_R4_shows()
    {
        var json = Read("""
            <?xml version="1.0" encoding="UTF-8"?>
            <!-- before -->
            <Patient xmlns="http://hl7.org/fhir" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
              <id value="p1"/>
              <contained><Organization><id value="o"/><active value="true"/></Organization></contained>
              <name id="n1"><family value="O&apos;Neill &#44608;"/><given value="a"/><given id="g"/><given value="b"><extension url="http://x/e"><valueDecimal value="1.500"/></extension></given></name>
              <birthDate><extension url="http://x/why"><valueCode value="unknown"/></extension></birthDate>
              <multipleBirthInteger value="2"/>
            </Patient>
            """);

        Assert.Equal(
            """{"resourceType":"Patient","id":"p1","contained":[{"resourceType":"Organization","id":"o","active":true}],"name":[{"id":"n1","family":"O'Neill 김","given":["a",null,"b"],"_given":[null,{"id":"g"},{"extension":[{"url":"http://x/e","valueDecimal":1.500}]}]}],"_birthDate":{"extension":[{"url":"http://x/why","valueCode":"unknown"}]},"multipleBirthInteger":2}""",
            json);
    }

    [Theory]
    [InlineData("""<div xmlns="http://www.w3.org/1999/xhtml"><p class='a>b'>x &amp; <!-- c --><br/>&#160;<![CDATA[<]]></p></div>""")]
    [InlineData("""<div xmlns="http://www.w3.org/1999/xhtml"/>""")]
    [InlineData("<div xmlns=\"http://www.w3.org/1999/xhtml\">a\n  b\t</div>")]
    [InlineData("""<div xmlns="http://www.w3.org/1999/xhtml" xmlns:s="http://www.w3.org/2000/svg"><s:svg/></div>""")]
    public void A_div_is_kept_as_it_is_written(string div)
    {
        Assert.Equal(div, Document($"""<Patient xmlns="http://hl7.org/fhir"><text><status value="generated"/>{div}</text></Patient>""").Root["text"]["div"].Text);
    }

    [Fact]
    public void A_div_takes_the_namespaces_along_that_were_declared_around_it()
    {
        var document = Document("""<f:Patient xmlns:f="http://hl7.org/fhir" xmlns:h="http://www.w3.org/1999/xhtml"><f:text><f:status value="empty"/><h:div><h:p>x</h:p></h:div></f:text></f:Patient>""");

        Assert.Equal("""<h:div xmlns:h="http://www.w3.org/1999/xhtml"><h:p>x</h:p></h:div>""", document.Root["text"]["div"].Text);
    }

    [Theory]
    [InlineData("<Patient xmlns='http://hl7.org/fhir'><gender value='male'/>\n <active value='true'/></Patient>", "xml-order", 2, 2, "Patient.active")]
    [InlineData("<Patient xmlns='http://hl7.org/fhir'><active value='true'/><active value='false'/></Patient>", "cardinality-max", 1, 60, "Patient.active")]
    [InlineData("<Patient><active xmlns='http://hl7.org/fhir' value='true'/></Patient>", "xml-namespace", 1, 1, "Patient")]
    [InlineData("<Patient xmlns='http://hl7.org/fhir'><active xmlns='urn:x' value='true'/></Patient>", "xml-namespace", 1, 38, "Patient.active")]
    [InlineData("<Patient xmlns='http://hl7.org/fhir'><name><nick value='x'/></name></Patient>", "element-unknown", 1, 44, "Patient.name[0]")]
    [InlineData("<Patient xmlns='http://hl7.org/fhir'><active value='true' other='1'/></Patient>", "xml-attribute-unknown", 1, 59, "Patient.active")]
    [InlineData("<Patient xmlns='http://hl7.org/fhir' id='x'><active value='true'/></Patient>", "xml-attribute-unknown", 1, 38, "Patient")]
    [InlineData("<Patient xmlns='http://hl7.org/fhir' xmlns:x='http://www.w3.org/2001/XMLSchema-instance' x:schemaLocation='a b'><active value='true'/></Patient>", "xml-schema-location", 1, 90, "Patient")]
    [InlineData("<Patient xmlns='http://hl7.org/fhir'>text<active value='true'/></Patient>", "xml-text", 1, 38, "Patient")]
    [InlineData("<Patient xmlns='http://hl7.org/fhir'><active value='true'/><name/></Patient>", "xml-empty", 1, 60, "Patient.name[0]")]
    [InlineData("<Patient xmlns='http://hl7.org/fhir'><gender value=''/></Patient>", "xml-attribute-empty", 1, 46, "Patient.gender")]
    [InlineData("<Patient xmlns='http://hl7.org/fhir'><active value='yes'/></Patient>", "xml-value", 1, 46, "Patient.active")]
    [InlineData("<Patient xmlns='http://hl7.org/fhir'><active value='true'/><?php x?></Patient>", "xml-instruction", 1, 62, "Patient")]
    [InlineData("<?xml-stylesheet href='x'?><Patient xmlns='http://hl7.org/fhir'><active value='true'/></Patient>", "xml-instruction", 1, 3, null)]
    [InlineData("<?xml version='1.0' encoding='ISO-8859-1'?><Patient xmlns='http://hl7.org/fhir'><active value='true'/></Patient>", "xml-encoding", 1, 1, null)]
    [InlineData("<Patient xmlns='http://hl7.org/fhir'><contained><Basic><id value='a'/></Basic><Basic><id value='b'/></Basic></contained></Patient>", "xml-resource", 1, 38, "Patient.contained[0]")]
    public void What_is_written_otherwise_than_R4_asks_is_said_with_its_place_and_the_document_still_comes(string xml, string rule, int line, int column, string? path)
    {
        var (document, issues) = FhirXml.Read(Encoding.UTF8.GetBytes(xml), Schema.R4);

        var issue = Assert.Single(issues);
        Assert.Equal((rule, line, column, path), (issue.Rule, issue.Line, issue.Column, issue.Expression));
        Assert.True(issue.IsError);
        Assert.Equal("Patient", document!.Root.TypeName);
    }

    [Theory]
    [InlineData("<Patient xmlns='http://hl7.org/fhir'>", "xml-syntax")]
    [InlineData("", "xml-syntax")]
    [InlineData("{}", "xml-syntax")]
    [InlineData("<Patient xmlns='http://hl7.org/fhir'><id value='a' value='b'/></Patient>", "xml-syntax")]
    [InlineData("<!DOCTYPE Patient [<!ENTITY x 'y'>]><Patient xmlns='http://hl7.org/fhir'><id value='&x;'/></Patient>", "xml-dtd")]
    [InlineData("<!DOCTYPE Patient SYSTEM 'file:///etc/passwd'><Patient xmlns='http://hl7.org/fhir'/>", "xml-dtd")]
    [InlineData("<Patient xmlns='http://hl7.org/fhir'><text><div xmlns='http://www.w3.org/1999/xhtml'>a&nbsp;b</div></text></Patient>", "xml-entity")]
    [InlineData("<Nobody xmlns='http://hl7.org/fhir'><id value='a'/></Nobody>", "resource-type-unknown")]
    [InlineData("<Resource xmlns='http://hl7.org/fhir'><id value='a'/></Resource>", "resource-type-unknown")]
    [InlineData("<HumanName xmlns='http://hl7.org/fhir'><family value='a'/></HumanName>", "resource-type-unknown")]
    public void What_is_no_resource_is_an_issue_and_no_document(string xml, string rule)
    {
        var (document, issues) = FhirXml.Read(Encoding.UTF8.GetBytes(xml), Schema.R4);

        Assert.Null(document);
        Assert.Equal((rule, true), (Assert.Single(issues).Rule, issues[0].Line > 0 && issues[0].Column > 0));
    }

    [Fact]
    public void Bad_UTF8_size_and_depth_are_issues()
    {
        Assert.Equal("xml-utf8", FhirXml.Read((byte[])[(byte)'<', (byte)'a', 0xC7, (byte)'>'], Schema.R4).Issues[0].Rule);
        Assert.Equal("xml-size", FhirXml.Read(new byte[20], Schema.R4, limits: new(MaxBytes: 10)).Issues[0].Rule);
        var items = string.Concat(Enumerable.Repeat("<item>", 100_000));
        Assert.Equal("xml-depth", Assert.Single(FhirXml.Read(Encoding.UTF8.GetBytes($"<Questionnaire xmlns='http://hl7.org/fhir'>{items}"), Schema.R4).Issues).Rule);
        var nested = string.Concat(Enumerable.Repeat("<item>", 90)) + "<text value='x'/>" + string.Concat(Enumerable.Repeat("</item>", 90));
        Assert.Equal("xml-depth", Assert.Single(FhirXml.Read(Encoding.UTF8.GetBytes($"<Questionnaire xmlns='http://hl7.org/fhir'>{nested}</Questionnaire>"), Schema.R4).Issues).Rule);
    }

    [Fact]
    public void Issues_are_bounded()
    {
        var texts = string.Concat(Enumerable.Repeat("<gender value='x'/>", 20_000));
        var issues = FhirXml.Read(Encoding.UTF8.GetBytes($"<Patient xmlns='http://hl7.org/fhir'>{texts}</Patient>"), Schema.R4).Issues;

        Assert.Equal((501, "issue-limit"), (issues.Count, issues[^1].Rule));
    }

    [Fact]
    public void Positions_of_elements_speak_of_the_XML()
    {
        var document = Document("<Patient xmlns=\"http://hl7.org/fhir\">\n  <name>\n    <given value=\"a\"/>\n    <given value=\"b\"/>\n  </name>\n</Patient>");

        Assert.Equal(new TextPosition(4, 5), document.Root["name"].Children("given").ToArray()[1].Position);
        Assert.Equal(new TextPosition(2, 3), document.Root["name"].Position);
        Assert.Equal(new TextPosition(1, 1), document.Root.Position);
    }

    [Fact]
    public void UTF16_and_a_byte_order_mark_are_understood()
    {
        var xml = "<Patient xmlns='http://hl7.org/fhir'><id value='a'/></Patient>";
        foreach (var encoding in (Encoding[])[Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF8])
        {
            byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes(xml)];
            Assert.True(FhirXml.Looks(bytes));
            Assert.Equal("a", FhirXml.Read(bytes, Schema.R4).Document!.Root["id"].Text);
        }
    }

    [Fact]
    public void Writing_puts_elements_in_the_order_of_their_definitions_and_escapes_what_XML_would_change()
    {
        var document = FhirDocument.Parse(
            """{"resourceType":"Patient","gender":"male","_gender":{"id":"g"},"name":[{"given":["a",null],"_given":[null,{"extension":[{"url":"http://x","valueString":"t\n\"<&\t\r"}]}]}],"id":"x","contained":[{"resourceType":"Basic","id":"b"}]}"""u8.ToArray(),
            Schema.R4).Value!;

        Assert.Equal(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <Patient xmlns="http://hl7.org/fhir"><id value="x"/><contained><Basic><id value="b"/></Basic></contained><name><given value="a"/><given><extension url="http://x"><valueString value="t&#xA;&quot;&lt;&amp;&#x9;&#xD;"/></extension></given></name><gender id="g" value="male"/></Patient>
            """.ReplaceLineEndings("\n"),
            Encoding.UTF8.GetString(FhirXml.Write(document.Root)));
    }

    [Theory]
    [InlineData("<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\">a&nbsp;b\\r\\n</div>", "<div xmlns=\"http://www.w3.org/1999/xhtml\">a\u00A0b\r\n</div>")]
    [InlineData("<div>a</div>", "<div xmlns=\"http://www.w3.org/1999/xhtml\">a</div>")]
    [InlineData("<div><p></div>", "<div xmlns=\"http://www.w3.org/1999/xhtml\">&lt;div&gt;&lt;p&gt;&lt;/div&gt;</div>")]
    public void A_div_that_XML_cannot_carry_is_made_well_formed(string div, string expected)
    {
        var document = FhirDocument.Parse(Encoding.UTF8.GetBytes("""{"resourceType":"Patient","text":{"status":"generated","div":"DIV"}}""".Replace("DIV", div, StringComparison.Ordinal)), Schema.R4).Value!;

        var (read, issues) = FhirXml.Read(FhirXml.Write(document.Root), Schema.R4);
        Assert.Empty(issues);
        Assert.Equal(expected, read!.Root["text"]["div"].Text);
    }

    [Fact]
    public void What_no_definition_knows_is_still_written()
    {
        var document = FhirDocument.Parse("""{"resourceType":"Nobody","a b":[{"x":1}],"resource":[[]]}"""u8.ToArray(), Schema.R4).Value!;

        Assert.Contains("""<Nobody xmlns="http://hl7.org/fhir"><a_x0020_b><x value="1"/></a_x0020_b>""", Encoding.UTF8.GetString(FhirXml.Write(document.Root)), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_official_example_is_the_same_after_JSON_XML_JSON()
    {
        // One example is written in alphabetical order; XML has only the order of the definitions, so of that one the order changes, and nothing else.
        var (count, differences, reordered) = (0, new List<string>(), 0);
        foreach (var (name, json) in SharedData.Package("hl7.fhir.r4.examples-4.0.1-part.tgz"))
        {
            count++;
            using var document = FhirDocument.Parse(json, Schema.R4).Value!;
            var (back, issues) = FhirXml.Read(FhirXml.Write(document.Root, isIndented: count % 2 == 0), Schema.R4);
            if (issues.Count > 0) differences.Add($"{name}: {issues[0]}");
            else if (back!.Utf8.Span.SequenceEqual(WithoutSpace(document))) continue;
            else if (Sorted(back) == Sorted(document)) reordered++;
            else differences.Add(name);
        }

        Assert.True(count > 300);
        Assert.Empty(differences);
        Assert.InRange(reordered, 0, 1);
    }

    private static string Sorted(FhirDocument document) => Sorted(JsonNode.Parse(document.Utf8.Span))!.ToJsonString();

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject properties => new JsonObject(properties.OrderBy(property => property.Key, StringComparer.Ordinal).Select(property => KeyValuePair.Create(property.Key, Sorted(property.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    // The tokens of the text one behind the other: only white space between them is gone.
    private static byte[] WithoutSpace(FhirDocument document)
    {
        var compact = new List<byte>();
        var isQuoted = false;
        var text = document.Utf8.Span;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"') isQuoted = !isQuoted;
            if (isQuoted || text[i] is not ((byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')) compact.Add(text[i]);
            if (isQuoted && text[i] == '\\') compact.Add(text[++i]);
        }

        return [.. compact];
    }

    private static FhirDocument Document(string xml)
    {
        var (document, issues) = FhirXml.Read(Encoding.UTF8.GetBytes(xml), Schema.R4);
        Assert.Empty(issues);
        return document!;
    }

    private static string Read(string xml) => Encoding.UTF8.GetString(Document(xml).Utf8.Span);
}
