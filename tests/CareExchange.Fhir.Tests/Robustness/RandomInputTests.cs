using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;
using CareExchange.Fhir.Patching;
using CareExchange.Fhir.Xml;
using FsCheck;
using FsCheck.Fluent;

namespace CareExchange.Fhir.Tests.Robustness;

/// <summary>Any bytes give a value or an issue. (JSON text and FHIRPath text have properties of their own beside their rooms.)</summary>
public class RandomInputTests
{
    private static readonly string[] s_xml =
    [
        "<Patient xmlns=\"http://hl7.org/fhir\">", "</Patient>", "<name>", "</name>", "<given value=\"a\"/>", "<given id='x'>", "</given>", "<text>", "</text>", "<status value='generated'/>", "<div xmlns='http://www.w3.org/1999/xhtml'>",
        "</div>", "<p/>", "<!-- -->", "<![CDATA[x]]>", "<?x?>", "&amp;", "&nbsp;", "&#0;", "<contained>", "</contained>", "<Basic>", "</Basic>", "<extension url='u'>", "</extension>", "<valueDecimal value='1.0'/>", "text", "\r\n", "<", ">", "\"", "<birthDate/>",
    ];

    private static readonly string[] s_values = ["null", "true", "1", "-1.50e2", "\"\"", "\"a\"", "{}", "[]", "[null]", "{\"id\":\"x\"}", "[{}]", "[[1]]", "{\"resourceType\":\"Basic\"}", "{\"coding\":[{\"code\":\"c\"}]}", "\"2026-01-01\"", "{\"value\":1,\"unit\":\"mg\",\"code\":\"mg\"}"];

    private static readonly string[] s_names =
        ["resourceType", "id", "_id", "name", "_name", "given", "_given", "birthDate", "_birthDate", "extension", "url", "valueString", "valueQuantity", "value", "contained", "text", "div", "deceasedBoolean", "gender", "maritalStatus", "unknown", "", "a b", "<x>"];

    private static readonly string[] s_pointers = ["", "/", "/a", "/a/0", "/a/-", "/a/1/b", "/b", "/b/c", "/~0", "/~1x", "a", "/00"];

    [Fact]
    public void Any_bytes_as_XML() =>
        Prop.ForAll(Gen.OneOf(Bytes(), Heap(s_xml)).ToArbitrary(), bytes => XmlAnswers(bytes)).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000).WithEndSize(40));

    [Fact]
    public void Any_document_is_written_as_well_formed_XML_and_walked_by_any_expression()
    {
        var expressions = ((string[])["descendants().count()", "name.given", "repeat(extension).url", "children().ofType(Quantity) > 1 'g'", "birthDate + 1 day", "descendants().toString().distinct()", "text.div.htmlChecks()", "contained.id & value"])
            .Select(text => FhirPathExpression.Compile(text).Value!).ToArray();
        Prop.ForAll(Documents().ToArbitrary(), json =>
        {
            if (FhirDocument.Parse(Encoding.UTF8.GetBytes(json), Schema.R4).Value is not { } document) return false;
            foreach (var expression in expressions) expression.TryEvaluate(new PathItem(document.Root));
            var (back, issues) = FhirXml.Read(FhirXml.Write(document.Root), Schema.R4);
            return back is not null || issues.All(issue => issue.Rule is "resource-type-unknown" or "xml-depth");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000).WithEndSize(12));
    }

    [Fact]
    public void Any_JSON_patch_of_any_document()
    {
        var operations =
            from name in Gen.Elements("add", "remove", "replace", "move", "copy", "test", "spam")
            from path in Gen.Elements(s_pointers)
            from source in Gen.Elements(s_pointers)
            from value in Gen.Elements(s_values)
            select $$"""{"op":"{{name}}","path":"{{path}}","from":"{{source}}","value":{{value}}}""";
        var cases =
            from document in Gen.Elements("{\"a\":[1,{\"b\":2}],\"b\":{\"c\":null}}", "[[]]", "1", "{\"a\":[]}")
            from patch in operations.ListOf()
            select (document, $"[{string.Join(',', patch)}]");
        Prop.ForAll(cases.ToArbitrary(), one =>
        {
            var outcome = JsonPatch.Apply(Encoding.UTF8.GetBytes(one.document), Encoding.UTF8.GetBytes(one.Item2));
            return outcome.Value is { } json ? FhirDocument.Parse(json, Schema.R4).Value is not null : outcome.Issues.Count == 1;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000).WithEndSize(8));
    }

    [Fact]
    public void Any_FHIRPath_patch_of_any_document()
    {
        var paths = Gen.Elements("Patient", "Patient.name", "Patient.name[0]", "name.given", "name[0].given[0]", "birthDate", "birthDate.extension", "contained", "deceased", "descendants()", "name.where(", "'x'", "gender", "text.div");
        var operations =
            from type in Gen.Elements("add", "insert", "delete", "replace", "move")
            from path in paths
            from name in Gen.Elements(s_names)
            from index in Gen.Choose(0, 2)
            from value in Gen.Elements("\"valueString\":\"x\"", "\"valueHumanName\":{\"text\":\"t\"}", "\"valueBoolean\":true", "\"_valueString\":{\"id\":\"i\"}", "\"resource\":{\"resourceType\":\"Basic\"}", "\"part\":[{\"name\":\"given\",\"valueString\":\"g\"}]")
            select "{\"name\":\"operation\",\"part\":[" + $"{{\"name\":\"type\",\"valueCode\":\"{type}\"}},{{\"name\":\"path\",\"valueString\":\"{path}\"}},{{\"name\":\"name\",\"valueString\":\"{name}\"}},{{\"name\":\"index\",\"valueInteger\":{index}}},{{\"name\":\"source\",\"valueInteger\":{index}}},{{\"name\":\"destination\",\"valueInteger\":0}},{{\"name\":\"value\",{value}}}" + "]}";
        var cases =
            from document in Documents()
            from patch in operations.ListOf()
            select (document, "{\"resourceType\":\"Parameters\",\"parameter\":[" + string.Join(',', patch) + "]}");
        Prop.ForAll(cases.ToArbitrary(), one =>
        {
            if (FhirDocument.Parse(Encoding.UTF8.GetBytes(one.document), Schema.R4).Value is not { } document) return false;
            var outcome = FhirPathPatch.Apply(document.Root, FhirDocument.Parse(Encoding.UTF8.GetBytes(one.Item2), Schema.R4).Value!.Root);
            return outcome.Value is { } json ? FhirDocument.Parse(json, Schema.R4).Value is not null : outcome.Issues.Count == 1;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000).WithEndSize(6));
    }

    [Fact]
    public void Any_XML_patch()
    {
        var operations =
            from name in Gen.Elements("add", "replace", "remove", "spam")
            from path in Gen.Elements("d", "d/a", "d/*[1]", "d/a/text()", "d/@x", "d/comment()", "/", "//", "d[", "q:d", "d/a[.='t']", "processing-instruction()", "d/namespace::p", ".", "d/node()")
            from more in Gen.Elements("", " pos='before'", " pos='after'", " pos='prepend'", " type='@y'", " type='namespace::p'", " type='@p:y'", " ws='both'")
            from content in Gen.Elements("", "x", "<n/>", "<n/><m>t</m>", "<!--c-->", "<?p i?>")
            select $"<{name} sel=\"{path}\"{more}>{content}</{name}>";
        Prop.ForAll(operations.ListOf().ToArbitrary(), list =>
        {
            var outcome = XmlPatch.Apply("<?xml version='1.0'?><d x='1'><a>t</a> <b/><!--c--><?p i?></d>"u8.ToArray(), Encoding.UTF8.GetBytes($"<diff xmlns:p='urn:p'>{string.Concat(list)}</diff>"));
            return outcome.Value is not null || outcome.Issues.Count == 1;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000).WithEndSize(6));
    }

    [Theory]
    [InlineData("{\"r\\ud800\":2}")]
    [InlineData("{\"a\":1,\"resource\\ud800Type\":\"Patient\"}")]
    [InlineData("{\"resourceType\":\"Bundle\",\"entry\":[{\"\":{\"\":1}}]}")]
    [InlineData("{\"resourceType\":\"Patient\",\"text\":{\"div\":\"<div xmlns=''/>\"}}")]
    public void What_the_search_found_stays_found(string json)
    {
        using var document = FhirDocument.Parse(Encoding.UTF8.GetBytes(json), Schema.R4).Value;
        if (document is not null) Assert.NotNull(FhirXml.Read(FhirXml.Write(document.Root), Schema.R4).Document);
    }

    private static bool XmlAnswers(byte[] bytes)
    {
        var (document, issues) = FhirXml.Read(bytes, Schema.R4);
        return document is not null ? document.Root.Exists : issues.Count > 0 && issues.All(issue => issue.Rule.Length > 0);
    }

    private static Gen<byte[]> Bytes() => Gen.ArrayOf(Gen.Choose(0, 255).Select(value => (byte)value));

    private static Gen<byte[]> Heap(string[] pieces) => Gen.Elements(pieces).ListOf().Select(list => Encoding.UTF8.GetBytes("<Patient xmlns=\"http://hl7.org/fhir\">" + string.Concat(list) + "</Patient>"));

    // A Patient with any properties, right or wrong.
    private static Gen<string> Documents()
    {
        var property = from name in Gen.Elements(s_names) from value in Gen.OneOf(Gen.Elements(s_values), Gen.Elements(s_names).SelectMany(inner => Gen.Elements(s_values).Select(value => $"{{\"{inner}\":{value}}}")), Gen.Elements(s_values).ListOf().Select(list => $"[{string.Join(',', list)}]")) select $"\"{name}\":{value}";
        return property.ListOf().Select(list => "{" + string.Join(',', list.Prepend("\"resourceType\":\"Patient\"")) + "}");
    }
}
