using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Tests.Measures;

public class MeasureRulesTests
{
    private const string Measure = """{"resourceType":"Measure","url":"http://a.kr/m","status":"active","scoring":{"coding":[{"code":"proportion"}]},"group":[{"code":{"coding":[{"system":"urn:x","code":"g"}]},"population":[{"code":{"coding":[{"system":"urn:x","code":"p"}]},"criteria":{"language":"text/plain","expression":"a"}}]}]}""";

    [Theory]
    [InlineData("\"population\":[{\"code\":{\"coding\":[{\"system\":\"urn:x\",\"code\":\"p\"}]},\"count\":1}],\"measureScore\":{\"value\":0.5}", new string[0])]
    [InlineData("\"population\":[{\"code\":{\"coding\":[{\"system\":\"urn:x\",\"code\":\"q\"}]},\"count\":1}],\"measureScore\":{\"value\":0.5}", new[] { "report-population", "report-population" })]
    [InlineData("\"population\":[{\"code\":{\"coding\":[{\"system\":\"urn:x\",\"code\":\"p\"}]},\"count\":1}],\"measureScore\":{\"value\":1.5}", new[] { "report-score" })]
    [InlineData("\"population\":[{\"code\":{\"coding\":[{\"system\":\"urn:x\",\"code\":\"p\"}]},\"count\":1}]", new[] { "report-score" })]
    [InlineData("\"population\":[{\"code\":{\"coding\":[{\"system\":\"urn:x\",\"code\":\"p\"}]},\"count\":1,\"subjectResults\":{\"reference\":\"List/a\"}}],\"measureScore\":{\"value\":1}", new[] { "report-subjects" })]
    public void A_report_has_the_populations_and_the_score_of_its_measure(string group, string[] rules) =>
        Assert.Equal(rules, Errors($$"""{"resourceType":"MeasureReport","status":"complete","type":"summary","measure":"http://a.kr/m","period":{"start":"2026"},"group":[{{{group}}}]}"""));

    [Fact]
    public void Criteria_in_CQL_name_an_expression_of_the_library()
    {
        var elm = Convert.ToBase64String("""<library xmlns="urn:hl7-org:elm:r1"><statements><def name="Known"/></statements></library>"""u8);
        var library = $$"""{"resourceType":"Library","url":"http://a.kr/l","name":"L","status":"active","type":{"text":"logic"},"content":[{"contentType":"application/elm+xml","data":"{{elm}}"}]}""";

        Assert.Empty(Errors(With("L.Known"), library));
        Assert.Equal(["measure-criteria"], Errors(With("L.Unknown"), library));
        Assert.Equal(["measure-criteria"], Errors(With("L.Known")));
    }

    private static string With(string expression) =>
        $$$"""{"resourceType":"Measure","status":"active","library":["http://a.kr/l"],"group":[{"population":[{"criteria":{"language":"text/cql","expression":"{{{expression}}}"}}],"stratifier":[{"criteria":{"language":"text/cql","expression":"{{{expression}}}"}}]}]}""";

    private static string[] Errors(string json, string? beside = null) =>
        [.. Judge.R4.Validate(Encoding.UTF8.GetBytes(json), new ValidationOptions { Resources = new Beside([Measure, beside ?? Measure]) }).Where(issue => issue.IsError).Select(issue => issue.Rule)];

    private sealed class Beside(string[] resources) : IResourceSource
    {
        private readonly Element[] _roots = [.. resources.Select(json => FhirDocument.Parse(Encoding.UTF8.GetBytes(json), Schema.R4).Value!.Root)];

        public Element Find(string reference) => Array.Find(_roots, root => root["url"].Text == reference);
    }
}
