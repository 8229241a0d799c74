using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Sources;
using CareExchange.Mapping.Sources.Xml;

namespace CareExchange.Mapping.Tests.Sources.Xml;

public sealed class XmlSourceTests
{
    [Fact]
    public void Attributes_and_leaves_are_strings_and_repeated_elements_a_list()
    {
        var read = Read("""<r xmlns="urn:x"><p no="1"><name>김가온</name></p><p no="2">text<name kind="L">x</name></p><empty/></r>""");
        var root = read.Value!.Document.Root;
        var people = root.All("p");
        Assert.Equal("김가온", people[0]["name"].Text);
        Assert.Equal("2", people[1]["no"].Text);
        Assert.Equal("text", people[1]["xmlText"].Text);
        Assert.Equal("x", people[1]["name"]["xmlText"].Text);
        Assert.False(root["empty"].Exists);
        Assert.Equal("/r/p[2]/name/@kind", read.Value.Locate(people[1]["name"]["kind"]).Field);
    }

    [Theory]
    [InlineData("EUC-KR", 949)]
    [InlineData("utf-8", 65001)]
    [InlineData("ISO-8859-1", 28591)]
    public void The_declared_encoding_is_used(string name, int codePage)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var text = codePage == 28591 ? "é" : "한글";
        Assert.Equal(text, Read(Encoding.GetEncoding(codePage).GetBytes($"<?xml version=\"1.0\" encoding=\"{name}\"?><r><a>{text}</a></r>")).Value!.Document.Root["a"].Text);
    }

    [Theory]
    [InlineData("<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><r>&x;</r>", "xml-dtd")]
    [InlineData("<r>&x;</r>", "xml-syntax")]
    [InlineData("<r><a></r>", "xml-syntax")]
    [InlineData("<r/><r/>", "xml-syntax")]
    [InlineData("", "xml-syntax")]
    [InlineData("<?xml version=\"1.0\" encoding=\"EBCDIC\"?><r/>", "xml-encoding")]
    public void What_is_wrong_or_dangerous_is_refused_with_its_place(string text, string rule)
    {
        var issue = Assert.Single(Read(text).Issues);
        Assert.Equal(rule, issue.Rule);
        Assert.True(issue.Line > 0);
    }

    [Fact]
    public void Depth_and_attributes_are_bounded()
    {
        Assert.Equal("xml-limit", Read(string.Concat(Enumerable.Repeat("<a>", 500)) + string.Concat(Enumerable.Repeat("</a>", 500))).Issues.Single().Rule);
        Assert.Equal("xml-limit", Read($"<a {string.Join(' ', Enumerable.Range(0, 200).Select(i => $"b{i}='1'"))}/>").Issues.Single().Rule);
    }

    private static Outcome<SourceMessage> Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    private static Outcome<SourceMessage> Read(byte[] bytes) => new XmlSource(Schema.R4).Read(bytes);
}
