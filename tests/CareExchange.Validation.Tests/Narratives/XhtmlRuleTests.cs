using System.Text.Json;

namespace CareExchange.Validation.Tests.Narratives;

public class XhtmlRuleTests
{
    [Theory]
    [InlineData("<p>글 &amp; &#160;</p>")]
    [InlineData("<table><thead><tr><th>a</th></tr></thead><tbody><tr><td colspan=\"2\">b</td></tr></tbody></table>")]
    [InlineData("<ul><li>a<ul><li>b</li></ul></li></ul>")]
    [InlineData("<img src=\"data:image/png;base64,AAAA\" alt=\"a\"/>")]
    [InlineData("<a href=\"https://a.kr/b\">a</a><a name=\"x\">b</a><a href=\"#x\">c</a>")]
    [InlineData("<p style='color:red' class=\"a\"><!-- so --><b>a</b><br/></p>")]
    public void What_R4_permits_is_right(string content) => Assert.Empty(Errors($"<div xmlns=\"http://www.w3.org/1999/xhtml\">{content}</div>"));

    [Theory]
    [InlineData("<script>a</script>", "xhtml-element")]
    [InlineData("<p onclick=\"a()\">a</p>", "xhtml-attribute")]
    [InlineData("<form>a</form>", "xhtml-element")]
    [InlineData("<p>&nbsp;a</p>", "xhtml-entity")]
    [InlineData("<p>a", "xhtml-syntax")]
    [InlineData("<p>a & b</p>", "xhtml-syntax")]
    [InlineData("<p a=b>a</p>", "xhtml-syntax")]
    [InlineData("<?php a ?>a", "xhtml-declaration")]
    [InlineData("<p><div>a</div></p>", "xhtml-structure")]
    [InlineData("<tr><td>a</td></tr>", "xhtml-structure")]
    [InlineData("<ul>a</ul>", "xhtml-structure")]
    [InlineData("<b>a<b>b</b></b>", "xhtml-structure")]
    [InlineData("<br>a</br>", "xhtml-structure")]
    [InlineData("<a href=\"javascript:a()\">a</a>", "xhtml-link-script")]
    [InlineData("<a href=\"urn:uuid:c757873d-ec9a-4326-a141-556f43239520\">a</a>", "xhtml-link-scheme")]
    [InlineData("<a href=\"#nowhere\">a</a>", "xhtml-link-target")]
    [InlineData("<a href=\"\">a</a>", "xhtml-link-empty")]
    [InlineData("<a href=\"http://a.kr/{b}\">a</a>", "xhtml-url")]
    [InlineData("<img src=\"data:image/png;base64,A\"/>", "xhtml-url")]
    [InlineData(" \n", "txt-2")]
    public void Anything_else_is_refused(string content, string rule) =>
        Assert.Equal([$"{rule} at Patient.text.div"], Errors($"<div xmlns=\"http://www.w3.org/1999/xhtml\">{content}</div>").Distinct());

    [Theory]
    [InlineData("<div>a</div>", "xhtml-namespace")]
    [InlineData("<div xmlns=\"http://example.org\">a</div>", "xhtml-namespace")]
    public void The_div_is_in_the_namespace_of_XHTML(string div, string rule) => Assert.Equal([$"{rule} at Patient.text.div"], Errors(div));

    [Fact]
    public void A_link_leads_to_an_id_of_the_resource() =>
        Assert.Empty(Judge.Errors("""{"resourceType":"Patient","name":[{"id":"n1","text":"A"}],"text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><a href=\"#n1\">a</a></div>"}}"""));

    [Fact]
    public void Markup_nested_without_end_is_refused_and_not_followed() =>
        Assert.Contains("xhtml-syntax at Patient.text.div", Errors($"<div xmlns=\"http://www.w3.org/1999/xhtml\">{string.Concat(Enumerable.Repeat("<div>", 5000))}a{string.Concat(Enumerable.Repeat("</div>", 5000))}</div>"));

    private static string[] Errors(string div) => Judge.Patient($"\"text\":{{\"status\":\"generated\",\"div\":{JsonSerializer.Serialize(div)}}}");
}
