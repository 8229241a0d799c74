using System.Text;
using System.Text.Json;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;
using FsCheck;
using FsCheck.Fluent;

namespace CareExchange.Fhir.Tests.Json;

public class JsonTokenizerTests
{
    [Theory]
    [InlineData("{\n  \"id\": }", 2, 9, "json-syntax")]
    [InlineData("{\"a\":1,}", 1, 8, "json-syntax")]
    [InlineData("{\"a\":01}", 1, 7, "json-syntax")]
    [InlineData("{\"a\":1.}", 1, 8, "json-syntax")]
    [InlineData("{\"a\":\"x", 1, 8, "json-syntax")]
    [InlineData("{\"a\":\"\\x\"}", 1, 7, "json-syntax")]
    [InlineData("{\"a\":\"\\ud800\"}", 1, 7, "json-syntax")]
    [InlineData("{\"a\":\"\t\"}", 1, 7, "json-syntax")]
    [InlineData("{} {}", 1, 4, "json-syntax")]
    [InlineData("", 1, 1, "json-syntax")]
    [InlineData("[tru]", 1, 2, "json-syntax")]
    [InlineData("\uFEFF{}", 1, 1, "json-bom")]
    public void Broken_text_is_an_issue_with_its_position(string json, int line, int column, string rule)
    {
        var issue = Assert.Single(Parse(Encoding.UTF8.GetBytes(json)).Issues);
        Assert.Equal((rule, line, column), (issue.Rule, issue.Line, issue.Column));
    }

    [Fact]
    public void Bad_UTF8_is_an_issue_where_it_stands()
    {
        var issue = Assert.Single(Parse([(byte)'{', (byte)'"', 0xC7, (byte)'"', (byte)'}']).Issues);
        Assert.Equal(("json-utf8", 1, 3), (issue.Rule, issue.Line, issue.Column));
    }

    [Fact]
    public void Depth_and_size_are_bounded()
    {
        Assert.Equal("json-depth", Parse(Encoding.UTF8.GetBytes(new string('[', 200))).Issues[0].Rule);
        Assert.Equal("json-size", Parse("[1,2]"u8.ToArray(), new(MaxBytes: 4)).Issues[0].Rule);
    }

    [Fact]
    public void Any_bytes_give_a_document_or_an_issue_and_agree_with_the_platform_reader()
    {
        var alphabet = "{}[]\":,\\ud8ntrfalsen0123.eE+- \n"u8.ToArray();
        var texts = Gen.OneOf(Gen.ArrayOf(Gen.Elements(alphabet)), Gen.ArrayOf(Gen.Choose(0, 255).Select(value => (byte)value)));
        Prop.ForAll(Arb.From(texts), bytes => Parse(bytes).Succeeded == PlatformAccepts(bytes)).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    [Fact]
    public void A_cut_or_altered_resource_never_throws()
    {
        var resource = """{"resourceType":"Patient","name":[{"given":["a",null],"_given":[null,{"id":"x"}]}],"contained":[{"resourceType":"Basic"}]}"""u8.ToArray();
        for (var at = 0; at < resource.Length; at++)
        {
            Walk(Parse(resource[..at]).Value?.Root ?? default);
            foreach (var other in "{}[]\",:0n\\"u8)
            {
                var altered = resource.ToArray();
                altered[at] = other;
                Walk(Parse(altered).Value?.Root ?? default);
            }
        }
    }

    private static void Walk(Element element)
    {
        _ = element.Text;
        _ = element.TypeName;
        _ = element.Path;
        foreach (var property in element.Properties()) _ = property.JsonName;
        foreach (var child in element.Children()) Walk(child);
    }

    private static bool PlatformAccepts(byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, new() { MaxDepth = 128 });

            // The platform reads escapes late: half a surrogate pair shows only when the text is asked for.
            Touch(document.RootElement);
            return true;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static void Touch(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.String) _ = element.GetString();
        if (element.ValueKind == JsonValueKind.Array) foreach (var item in element.EnumerateArray()) Touch(item);
        if (element.ValueKind != JsonValueKind.Object) return;
        foreach (var property in element.EnumerateObject())
        {
            _ = property.Name;
            Touch(property.Value);
        }
    }

    private static CareExchange.Fhir.Outcomes.Outcome<FhirDocument> Parse(byte[] json, JsonLimits? limits = null) =>
        FhirDocument.Parse(json, Schema.R4, limits: limits);
}
