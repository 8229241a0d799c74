using System.Text;
using CareExchange.Fhir.Patching;

namespace CareExchange.Fhir.Tests.Patching;

public class JsonPatchTests
{
    [Theory]
    [InlineData("""{"a":1}""", """[{"op":"add","path":"/b","value":[1,{"c":null}]}]""", """{"a":1,"b":[1,{"c":null}]}""")]
    [InlineData("""{"a":1}""", """[{"op":"add","path":"/a","value":2}]""", """{"a":2}""")]
    [InlineData("""{"a":1}""", """[{"op":"add","path":"","value":[true]}]""", "[true]")]
    [InlineData("""{"a":1}""", """[{"op":"replace","path":"","value":null}]""", "null")]
    [InlineData("""["a","c"]""", """[{"op":"add","path":"/1","value":"b"},{"op":"add","path":"/-","value":"d"},{"op":"add","path":"/4","value":"e"}]""", """["a","b","c","d","e"]""")]
    [InlineData("""{"":1,"a/b":2,"m~n":3,"é":4}""", """[{"op":"remove","path":"/"},{"op":"remove","path":"/a~1b"},{"op":"replace","path":"/m~0n","value":9},{"op":"test","path":"/\u00e9","value":4}]""", """{"m~n":9,"é":4}""")]
    [InlineData("""{"0":{"1":["x"]}}""", """[{"op":"move","from":"/0/1/0","path":"/2"}]""", """{"0":{"1":[]},"2":"x"}""")]
    [InlineData("""{"a":[1,2]}""", """[{"op":"copy","from":"/a","path":"/a/-"},{"op":"add","path":"/a/2/0","value":0}]""", """{"a":[1,2,[0,1,2]]}""")]
    [InlineData("""{"a":{"b":1}}""", """[{"op":"move","from":"/a","path":"/a"}]""", """{"a":{"b":1}}""")]
    [InlineData("""[1,2,3]""", """[{"op":"move","from":"/0","path":"/2"}]""", "[2,3,1]")]
    [InlineData("""{"a":{"x":1.50,"y":[1e2]}}""", """[{"op":"test","path":"/a","value":{"y":[100],"x":1.5}},{"op":"test","path":"/a/x","value":15e-1}]""", """{"a":{"x":1.50,"y":[1e2]}}""")]
    [InlineData("""{"a":-0.0}""", """[{"op":"test","path":"/a","value":0}]""", """{"a":-0.0}""")]
    public void Operations_do_what_the_RFC_says(string document, string patch, string expected) => Assert.Equal(expected, Text(Apply(document, patch).Value));

    [Fact]
    public void What_is_not_touched_stays_byte_for_byte()
    {
        const string Document = "\n{ \"a\" : 1.50,\n  \"b\" : [ 1,\n    2 ],\n  \"c\":\"\\u00e9\" }\n";

        Assert.Equal(
            "\n{ \"a\" : 1.50,\n  \"b\" : [ 1,\n    2,\n    3 ],\n  \"c\":\"\\u00e9\",\n  \"d\" : true }\n",
            Text(Apply(Document, """[{"op":"add","path":"/b/-","value":3},{"op":"add","path":"/d","value":true}]""").Value));
        Assert.Equal("\n{ \"b\" : [ 1,\n    2 ],\n  \"c\":\"\\u00e9\" }\n", Text(Apply(Document, """[{"op":"remove","path":"/a"}]""").Value));
        Assert.Equal(Document, Text(Apply(Document, "[]").Value));
    }

    [Theory]
    [InlineData("""{"op":"add","path":"/a/b","value":1}""", "patch-target-missing")]
    [InlineData("""{"op":"add","path":"/l/3","value":1}""", "patch-index")]
    [InlineData("""{"op":"add","path":"/l/01","value":1}""", "patch-index")]
    [InlineData("""{"op":"add","path":"/l/x","value":1}""", "patch-index")]
    [InlineData("""{"op":"add","path":"/s/x","value":1}""", "patch-target-missing")]
    [InlineData("""{"op":"add","path":"l","value":1}""", "patch-path")]
    [InlineData("""{"op":"add","path":"/~2","value":1}""", "patch-path")]
    [InlineData("""{"op":"add","path":"/~","value":1}""", "patch-path")]
    [InlineData("""{"op":"add","path":"/x"}""", "patch-required")]
    [InlineData("""{"op":"add","value":1}""", "patch-required")]
    [InlineData("""{"op":"add","path":7,"value":1}""", "patch-required")]
    [InlineData("""{"path":"/x","value":1}""", "patch-required")]
    [InlineData("""{"op":"add","path":"/x","value":1,"op":"remove"}""", "patch-required")]
    [InlineData("""{"op":"spam","path":"/x"}""", "patch-operation")]
    [InlineData("""{"op":"remove","path":"/x"}""", "patch-target-missing")]
    [InlineData("""{"op":"remove","path":"/l/2"}""", "patch-target-missing")]
    [InlineData("""{"op":"remove","path":"/l/-"}""", "patch-target-missing")]
    [InlineData("""{"op":"remove","path":""}""", "patch-path")]
    [InlineData("""{"op":"replace","path":"/x","value":1}""", "patch-target-missing")]
    [InlineData("""{"op":"move","from":"/o","path":"/o/p/q"}""", "patch-move")]
    [InlineData("""{"op":"move","from":"/x","path":"/y"}""", "patch-target-missing")]
    [InlineData("""{"op":"copy","path":"/y"}""", "patch-required")]
    [InlineData("""{"op":"test","path":"/x","value":null}""", "patch-target-missing")]
    [InlineData("""{"op":"test","path":"/s","value":1}""", "patch-test")]
    [InlineData("""{"op":"test","path":"/l","value":[2,1]}""", "patch-test")]
    [InlineData("""{"op":"test","path":"/o","value":{"p":{},"q":1}}""", "patch-test")]
    [InlineData("7", "patch-syntax")]
    public void What_cannot_be_done_is_an_issue_that_names_the_operation(string operation, string rule)
    {
        var issue = Assert.Single(Apply("""{"s":"1","l":[1,2],"o":{"p":{}}}""", $$"""[{"op":"add","path":"/new","value":1},{{operation}}]""").Issues);

        Assert.Equal((rule, "operation[1]"), (issue.Rule, issue.Expression));
    }

    [Theory]
    [InlineData("{", "[]", "json-syntax")]
    [InlineData("{}", "[", "json-syntax")]
    [InlineData("{}", "{}", "patch-syntax")]
    public void Text_that_is_no_JSON_and_no_patch_is_an_issue(string document, string patch, string rule) => Assert.Equal(rule, Assert.Single(Apply(document, patch).Issues).Rule);

    [Fact]
    public void Doubling_and_digging_end_in_an_issue()
    {
        var copies = string.Join(',', Enumerable.Repeat("""{"op":"copy","from":"/a","path":"/a/-"}""", 60));
        Assert.Equal("patch-size", Assert.Single(Apply("""{"a":["some text"]}""", $"[{copies}]").Issues).Rule);

        var digs = string.Join(',', Enumerable.Range(0, 200).Select(depth => $$$"""{"op":"add","path":"{{{string.Concat(Enumerable.Repeat("/a", depth + 1))}}}","value":{}}"""));
        Assert.Equal("patch-depth", Assert.Single(Apply("{}", $"[{digs}]").Issues).Rule);
    }

    private static Outcomes.Outcome<byte[]> Apply(string document, string patch) => JsonPatch.Apply(Encoding.UTF8.GetBytes(document), Encoding.UTF8.GetBytes(patch));

    private static string Text(byte[]? json) => Encoding.UTF8.GetString(json!);
}
