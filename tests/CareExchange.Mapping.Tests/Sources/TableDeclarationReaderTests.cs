using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Mapping.Sources;

namespace CareExchange.Mapping.Tests.Sources;

public sealed class TableDeclarationReaderTests
{
    [Theory]
    [InlineData("""{ "format": "xlsx", "columns": [] }""", "csv")]
    [InlineData("""{ "format": "csv", "encodings": "utf-8" }""", "encoding, delimiter")]
    [InlineData("""{ "format": "csv", "encoding": "latin1" }""", "auto, utf-8, utf-16 or cp949")]
    [InlineData("""{ "format": "csv", "delimiter": "::" }""", "one character")]
    [InlineData("""{ "format": "csv", "columns": [ { "property": "a" } ] }""", "name")]
    [InlineData("""{ "format": "csv", "columns": [ { "name": "a", "type": "money" } ] }""", "string, integer")]
    [InlineData("""{ "format": "csv", "columns": [ { "name": "a", "required": "yes" } ] }""", "true or false")]
    [InlineData("""{ "format": "csv", "columns": [ { "name": "a", "formats": [ "--" ] } ] }""", "patterns of")]
    [InlineData("""{ "format": "csv", "columns": [ { "name": "a" }, { "name": "b", "property": "a" } ] }""", "each name, alias and property once")]
    public void A_mistake_in_a_declaration_is_told_with_its_line(string json, string expected)
    {
        var issue = Assert.Single(TableDeclarationReader.Read(Encoding.UTF8.GetBytes(json), "csv", Schema.R4).Issues);

        Assert.Equal(("source-declaration", 1), (issue.Rule, issue.Line));
        Assert.Contains(expected, issue.Expected, StringComparison.Ordinal);
    }
}
