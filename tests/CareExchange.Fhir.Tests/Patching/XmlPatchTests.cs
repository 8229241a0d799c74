using System.Text;
using CareExchange.Fhir.Patching;

namespace CareExchange.Fhir.Tests.Patching;

public class XmlPatchTests
{
    [Theory]
    [InlineData("<add sel='/doc/a' pos='before'><n/></add>", "<doc><n/><a x=\"1\">t</a> <b/><!--c--></doc>")]
    [InlineData("<add sel='doc/a' pos='after'><n/><m/></add>", "<doc><a x=\"1\">t</a><n/><m/> <b/><!--c--></doc>")]
    [InlineData("<add sel='doc' pos='prepend'>x<n/></add>", "<doc>x<n/><a x=\"1\">t</a> <b/><!--c--></doc>")]
    [InlineData("<add sel='doc/*[2]' type='@y'>7</add>", "<doc><a x=\"1\">t</a> <b y=\"7\"/><!--c--></doc>")]
    [InlineData("<add sel='doc/b' type='namespace::p'>urn:p</add>", "<doc><a x=\"1\">t</a> <b xmlns:p=\"urn:p\"/><!--c--></doc>")]
    [InlineData("<replace sel='doc/a[@x=\"1\"]/@x'>2</replace>", "<doc><a x=\"2\">t</a> <b/><!--c--></doc>")]
    [InlineData("<replace sel=\"doc/a[.='t']\"> <n/> </replace>", "<doc><n/> <b/><!--c--></doc>")]
    [InlineData("<replace sel=\"doc/a/text()\">u</replace>", "<doc><a x=\"1\">u</a> <b/><!--c--></doc>")]
    [InlineData("<replace sel=\"doc[a='t' and a='t']/comment()\"><!--d--></replace>", "<doc><a x=\"1\">t</a> <b/><!--d--></doc>")]
    [InlineData("<remove sel='doc/a' ws='after'/>", "<doc><b/><!--c--></doc>")]
    [InlineData("<remove sel='doc/*[last()]' ws='before'/>", "<doc><a x=\"1\">t</a><!--c--></doc>")]
    [InlineData("<remove sel='doc/comment()[1]'/>", "<doc><a x=\"1\">t</a> <b/></doc>")]
    [InlineData("<remove sel='doc/*[position() = 1]/@x'/>", "<doc><a>t</a> <b/><!--c--></doc>")]
    public void Operations_do_what_the_RFC_says(string operation, string expected) =>
        Assert.Equal(expected, Text(Apply("<doc><a x=\"1\">t</a> <b/><!--c--></doc>", $"<diff>{operation}</diff>").Value).Replace(" />", "/>", StringComparison.Ordinal));

    [Theory]
    [InlineData("<add sel='doc/z'><n/></add>", "patch-target-missing")]
    [InlineData("<add sel='doc/*'><n/></add>", "patch-target-many")]
    [InlineData("<add sel='doc' type='@q:x'>1</add>", "patch-path")]
    [InlineData("<add sel='doc/a' type='@x'>1</add>", "patch-exists")]
    [InlineData("<add sel='doc' pos='inside'><n/></add>", "patch-operation")]
    [InlineData("<add sel='doc' pos='after'><n/></add>", "patch-path")]
    [InlineData("<add sel='/doc//a'><n/></add>", "patch-path")]
    [InlineData("<add sel='doc[count(a)=1]'><n/></add>", "patch-path")]
    [InlineData("<add sel='q:doc'><n/></add>", "patch-path")]
    [InlineData("<add><n/></add>", "patch-required")]
    [InlineData("<move sel='doc/a'/>", "patch-operation")]
    [InlineData("<replace sel='doc/a'>x</replace>", "patch-type")]
    [InlineData("<replace sel='doc/a'><n/><m/></replace>", "patch-type")]
    [InlineData("<remove sel='doc'/>", "patch-path")]
    [InlineData("<remove sel='doc/a' ws='before'/>", "patch-path")]
    public void What_cannot_be_done_is_an_issue_that_names_the_operation(string operation, string rule)
    {
        var issue = Assert.Single(Apply("<doc><a x=\"1\">t</a> <b/><!--c--></doc>", $"<diff><add sel='doc/b'><n/></add>{operation}</diff>").Issues);

        Assert.Equal((rule, "operation[1]"), (issue.Rule, issue.Expression));
    }

    [Theory]
    [InlineData("<a>", "<diff><remove sel='a'/></diff>", "xml-syntax")]
    [InlineData("<a/>", "", "xml-syntax")]
    [InlineData("<!DOCTYPE a><a/>", "<diff><remove sel='a'/></diff>", "xml-syntax")]
    [InlineData("<a/>", "<diff/>", "patch-empty")]
    public void Text_that_is_no_XML_and_no_patch_is_an_issue(string document, string patch, string rule) => Assert.Equal(rule, Assert.Single(Apply(document, patch).Issues).Rule);

    [Fact]
    public void Deep_text_is_an_issue()
    {
        var deep = string.Concat(Enumerable.Repeat("<a>", 50_000)) + string.Concat(Enumerable.Repeat("</a>", 50_000));

        Assert.Equal("patch-depth", Assert.Single(Apply(deep, "<diff><remove sel='a/a'/></diff>").Issues).Rule);
        Assert.Equal("patch-depth", Assert.Single(Apply("<a/>", $"<diff><add sel='a'>{deep}</add></diff>").Issues).Rule);
    }

    private static Outcomes.Outcome<byte[]> Apply(string document, string patch) => XmlPatch.Apply(Encoding.UTF8.GetBytes(document), Encoding.UTF8.GetBytes(patch));

    private static string Text(byte[]? xml) => Encoding.UTF8.GetString(xml!);
}
