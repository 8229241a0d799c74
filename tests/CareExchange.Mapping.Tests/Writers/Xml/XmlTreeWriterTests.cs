using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Mapping.Sources.Xml;
using CareExchange.Mapping.Writers;
using CareExchange.Mapping.Writers.Xml;

namespace CareExchange.Mapping.Tests.Writers.Xml;

public sealed class XmlTreeWriterTests
{
    [Theory]
    [InlineData("utf-8")]
    [InlineData("cp949")]
    public void Any_tree_reads_back_the_same(string charset)
    {
        var random = new Random(20261125);
        var writer = new XmlTreeWriter(new() { Charset = WriterCharset.Find(charset), Root = "Referral", Namespace = "urn:x", Attributes = new HashSet<string> { "no", "**.code" } });
        for (var round = 0; round < 400; round++)
        {
            string Value() => Trees.Quoted(Trees.Text(random, Trees.Letters + "🙂"));
            var json = $$"""{ "no": {{Value()}}, "대상자": { "code": {{Value()}}, "name": [ {{Value()}}, {{Value()}} ] }, "line": [ { "code": {{Value()}} }, { "a": { "b": {{Value()}} } } ], "mixed": { "xmlText": {{Value()}}, "i": {{Value()}} } }""";
            Assert.Equal(Trees.Sorted(json), Trees.Sorted(new XmlSource(Schema.R4).Read(Trees.Write(writer, json))));
        }
    }

    [Fact]
    public void Attributes_namespace_and_encoding_are_those_of_the_manifest()
    {
        var bytes = Trees.Write(new XmlTreeWriter(new() { Charset = WriterCharset.Find("cp949"), Root = "r", Namespace = "urn:x", Attributes = new HashSet<string> { "id" } }), """{"id":"1","name":"가🙂","part":{"id":"2"}}""");

        Assert.Equal("<?xml version=\"1.0\" encoding=\"EUC-KR\"?>\n<r xmlns=\"urn:x\" id=\"1\">\n  <name>가&#x1F642;</name>\n  <part>\n    <id>2</id>\n  </part>\n</r>\n", CodePagesEncodingProvider.Instance.GetEncoding(949)!.GetString(bytes));
    }

    [Fact]
    public void What_is_no_name_and_no_character_of_XML_is_told_by_its_XPath()
    {
        var issues = Trees.TryWrite(new XmlTreeWriter(new()), """{"a b":"x","c":"\u0001","d":{"1":{}}}""").Issues;

        Assert.Equal([("xml-name", "/message/a b"), ("xml-character", "/message/c"), ("xml-name", "/message/d/1")], issues.Select(issue => (issue.Rule, issue.Expression!)));
    }
}
